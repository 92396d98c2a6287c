package io.viking.examples;

import io.viking.examples.TestBed.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gathers all that a cluster and its commands show, and tells which of it holds a secret, in the
 * clear or in an encoding that anybody can undo.
 */
final class SecretHunt {
  private final TestBed bed;
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, String> seen = new LinkedHashMap<>();

  /** A hunt for these, of which the first one is the variable API_TOKEN of all commands, too. */
  SecretHunt(TestBed bed, String... secrets) {
    this.bed = bed;
    for (String secret : secrets) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      this.secrets.put(secret, secret);
      this.secrets.put(Base64.getEncoder().withoutPadding().encodeToString(bytes), secret);
      this.secrets.put(HexFormat.of().formatHex(bytes), secret);
    }
  }

  /** Runs the viking command, as talkative as it can be, and keeps what it prints. */
  Outcome viking(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("API_TOKEN=" + secrets.values().iterator().next());
    command.add("VIKING_LOG=TRACE");
    command.add(TestBed.command());
    command.addAll(Arrays.asList(arguments));
    Outcome outcome = bed.on("1", command.toArray(String[]::new));
    see("viking " + String.join(" ", arguments), outcome.output());
    return outcome;
  }

  /** Runs a command of a host's shell, and keeps what it prints. */
  String shell(String host, String script) {
    String output = bed.on(host, "sh", "-c", script).succeeded();
    see("on node-" + host + ": " + script, output);
    return output;
  }

  /** Keeps the content of all files below that folder. */
  void files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        see(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  void see(String where, String text) {
    seen.merge(where, text, String::concat);
  }

  /** How many texts were looked at. */
  int size() {
    return seen.size();
  }

  /** How many characters were looked at. */
  long characters() {
    return seen.values().stream().mapToLong(String::length).sum();
  }

  /** Where a secret was found, with the line. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    seen.forEach(
        (where, text) ->
            text.lines()
                .filter(line -> secrets.keySet().stream().anyMatch(line::contains))
                .forEach(line -> findings.add(where + ": " + line)));
    return findings;
  }
}
