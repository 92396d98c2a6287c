package io.viking.examples.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures depend on, in words. */
final class Environment {
  private static final Pattern VERSION = Pattern.compile("\"etcdserver\":\"([^\"]+)\"");

  private Environment() {}

  /** Named facts, in the order in which they are shown. */
  static Map<String, String> describe(String etcd, boolean own, Clock clock) {
    Map<String, String> facts = machine(clock);
    facts.put(
        "etcd",
        version(etcd)
            + (own ? ", one member on this machine, fsync on, data on " + disk() : ", at " + etcd));
    return facts;
  }

  /** What every benchmark's figures depend on; may be added to. */
  static Map<String, String> machine(Clock clock) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now(clock).toString());
    facts.put(
        "machine",
        "%d cores, %s %s, load average %s when the run began"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                load()));
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    return facts;
  }

  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String disk() {
    try {
      return Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).type();
    } catch (IOException e) {
      return "an unknown file system";
    }
  }

  private static String version(String etcd) {
    URI version = URI.create(etcd.split(",", -1)[0] + "/version");
    HttpRequest request = HttpRequest.newBuilder(version).timeout(Duration.ofSeconds(5)).build();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      Matcher found =
          VERSION.matcher(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      return found.find() ? found.group(1) : "of unknown version";
    } catch (IOException e) {
      throw new BenchmarkException(
          "etcd does not answer at " + version + ".\n  Fix: name a running one with --etcd URL.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while asking etcd for its version", e);
    }
  }
}
