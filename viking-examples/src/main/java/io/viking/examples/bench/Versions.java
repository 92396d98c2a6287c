package io.viking.examples.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of the programs around were measured. */
final class Versions {
  private static final Pattern NUMBER = Pattern.compile("(\\d+\\.\\d+[0-9.]*)");

  private Versions() {}

  /** By name, those that such a run uses. */
  static Map<String, String> of(Set<Way> ways) {
    Map<String, String> versions = new LinkedHashMap<>();
    if (ways.contains(Way.HAPROXY) || ways.contains(Way.HAPROXY_SPLICE)) {
      versions.put("haproxy", version("haproxy", "-v"));
    }
    if (ways.contains(Way.GO)) {
      versions.put("Go", version("go", "version"));
    }
    versions.put("nginx", version("nginx", "-v"));
    versions.put("ab", version("ab", "-V"));
    versions.put("wrk", version("wrk", "-v"));
    versions.put("iperf3", version("iperf3", "-v"));
    return versions;
  }

  /** By name, those that run containers. */
  static Map<String, String> ofEngines() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("engines", version("dockerd", "--version"));
    versions.put("docker command", version("docker", "--version"));
    versions.put("etcd", version("etcd", "--version"));
    return versions;
  }

  /** The first number in what it says, whatever its exit code: wrk ends with 1. */
  private static String version(String... command) {
    Matcher number = NUMBER.matcher(Tool.run(Duration.ofSeconds(5), List.of(command)).output());
    return number.find() ? number.group(1) : "of unknown version";
  }
}
