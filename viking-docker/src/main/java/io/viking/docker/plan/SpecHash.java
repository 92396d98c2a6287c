package io.viking.docker.plan;

import io.viking.model.Job;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hash of what makes two containers of a service alike. Left out is what differs between its
 * instances (pid, host) and what can change without a new container (scale, filter).
 */
final class SpecHash {
  /** Changed whenever the text below means something else, so that old hashes match nothing. */
  private static final String VERSION = "1";

  private SpecHash() {}

  /** The hash of a spec that was made for {@link ContainerSpecs#NO_PID}; 16 hex digits. */
  static String of(ContainerSpec spec, Job job) {
    List<String> lines = new ArrayList<>(List.of(VERSION, spec.image()));
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.keySet().removeAll(List.of(Labels.DEFINITION, Labels.SPEC, Labels.DEPLOY));
    lines.add("command " + spec.command().map(SpecHash::words).orElse(""));
    lines.add("entrypoint " + spec.entrypoint().map(SpecHash::words).orElse(""));
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.keySet().removeAll(spec.secrets().keySet());
    lines.add("environment " + pairs(environment));
    lines.add("labels " + pairs(labels));
    lines.add("ports " + spec.ports().stream().sorted().toList());
    lines.add("mounts " + words(spec.mounts().stream().map(Mount::toString).sorted().toList()));
    lines.add("hosts " + spec.extraHosts());
    lines.add("cwd " + spec.cwd() + " user " + spec.user());
    lines.add("memory " + spec.memory() + " cpus " + spec.cpus().map(c -> c.stripTrailingZeros()));
    lines.add("restart " + spec.restart());
    lines.add("health " + job.health());
    if (!spec.secrets().isEmpty()) {
      // Where a value is found may change without a new container; the value may not.
      Map<String, String> fingerprints = new TreeMap<>();
      spec.secrets().forEach((name, secret) -> fingerprints.put(name, secret.fingerprint()));
      lines.add("secrets " + pairs(fingerprints));
    }
    return HexFormat.of().formatHex(sha256(String.join("\n", lines)), 0, 8);
  }

  /** Length-prefixed, so that no two lists give one text. */
  private static String words(List<String> words) {
    StringBuilder text = new StringBuilder("[");
    words.forEach(word -> text.append(word.length()).append(':').append(word));
    return text.append(']').toString();
  }

  private static String pairs(Map<String, String> map) {
    List<String> words = new ArrayList<>();
    map.forEach((key, value) -> words.addAll(List.of(key, value)));
    return words(words);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
