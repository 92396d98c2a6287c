package io.viking.docker;

import io.viking.model.Problem;
import io.viking.model.ServiceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Services need secrets whose values cannot be had here. Nothing was changed. */
public final class SecretsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SortedMap<ServiceName, List<Problem>> problems;

  SecretsUnavailableException(Map<ServiceName, List<Problem>> problems) {
    super(
        problems.values().stream()
            .flatMap(List::stream)
            .distinct()
            .map(Problem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
  }

  /** What is wrong, by the service that needs it. */
  public SortedMap<ServiceName, List<Problem>> byService() {
    return problems;
  }

  /** All that is wrong, each once. */
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>();
    problems.values().forEach(all::addAll);
    return all.stream().distinct().toList();
  }
}
