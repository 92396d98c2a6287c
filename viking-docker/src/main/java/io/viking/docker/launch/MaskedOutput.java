package io.viking.docker.launch;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.plan.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a container printed, for messages and events: a program that prints its variables before it
 * gives up must not bring its secrets there, nor one that prints whatever it is told what a
 * terminal obeys.
 */
final class MaskedOutput {
  static final String MASK = "***";

  /** Shorter values are in every text by chance; hiding them would only tell of them. */
  private static final int SHORTEST = 4;

  private MaskedOutput() {}

  /** The lines, without the secret values of that container as they stand in its variables. */
  static List<String> of(List<String> lines, ContainerFacts container) {
    // First: what is taken out could part a value.
    List<String> plain = lines.stream().map(PlainOutput::of).toList();
    String names = container.labels().getOrDefault(Labels.SECRETS, "");
    if (names.isBlank()) {
      return plain;
    }
    List<String> values = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      container
          .environment()
          .getOrDefault(name, "")
          .lines()
          .map(value -> PlainOutput.of(value).strip())
          .filter(value -> value.length() >= SHORTEST)
          .forEach(values::add);
    }
    // The longest first: one may hold another.
    values.sort(Comparator.comparingInt(String::length).reversed());
    return plain.stream().map(line -> masked(line, values)).toList();
  }

  private static String masked(String line, List<String> values) {
    String masked = line;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }
}
