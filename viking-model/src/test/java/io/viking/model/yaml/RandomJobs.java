package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.Health;
import io.viking.model.Health.Probe;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Protocol;
import io.viking.model.RestartPolicy;
import io.viking.model.SecretSource;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Valid jobs of every shape, full of texts that a careless writer would spoil. */
final class RandomJobs {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "null",
          "~",
          "yes",
          "No",
          "true",
          "0100",
          "22:22",
          "1e3",
          "0x1f",
          ".5",
          "-1",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "\\",
          "\\n",
          "\n",
          "a\n",
          "a\n\n",
          "\na",
          "a\nb",
          " a\nb",
          "a\n  b\n c",
          "a \nb",
          "\t",
          "\ta",
          "a\tb\n\tc",
          "\r\n",
          "a\r",
          "|",
          ">",
          "%a",
          "@a",
          "`",
          "!t",
          "&a",
          "*a",
          "? a",
          "{a}",
          "[a]",
          "a, b",
          ",",
          ":",
          "a:",
          ": ",
          "<<",
          "=",
          "---",
          "...",
          "--- a",
          "\u0085",
          "\u2028x",
          "\ufeff",
          "\u00a0",
          "\u00ad",
          "é",
          "日本語",
          "🎉",
          "a🎉\nb",
          "2026-11-24",
          "${HOME}",
          "$(x)",
          "a\n---\nb",
          "\n\n",
          " \n ",
          "a\n\t\nb",
          "x".repeat(300),
          "word ".repeat(100).strip());

  private final Random random;

  RandomJobs(long seed) {
    this.random = new Random(seed);
  }

  Job job(String name) {
    Job.Builder job = Job.builder().name(JobName.of(name)).image(image());
    maybe(() -> job.expose(ports()));
    maybe(() -> job.links(links()));
    maybe(() -> job.environment(pairs("[A-Za-z]")));
    maybe(() -> job.secrets(secrets()));
    maybe(() -> job.labels(pairs("")));
    maybe(() -> job.command(texts()));
    maybe(() -> job.entrypoint(texts()));
    maybe(() -> job.cwd("/" + clean(text())));
    maybe(() -> job.user(pick("root", "1000", "1000:1000", "0", "yes", "www-data:null", "~", "'")));
    maybe(() -> job.memory((6L << 20) + random.nextInt() * 512L + (1L << 41)));
    maybe(() -> job.cpus(BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(6))));
    maybe(() -> job.restart(restart()));
    maybe(() -> job.filter(list(3, i -> pick("ssd", "no", "1", "#", "a:b", "é", "-") + i)));
    maybe(() -> job.isStatic(true));
    maybe(() -> job.health(health()));
    maybe(() -> job.parallelism(1 + random.nextInt(20)));
    maybe(() -> job.drain(Duration.ofMillis(random.nextInt(100_000))));
    if (random.nextBoolean()) {
      job.volumes(volumes(false));
      return job.build();
    }
    return job.volumes(volumes(true)).scale(random.nextInt(200)).build();
  }

  private void maybe(Runnable setting) {
    if (random.nextInt(3) > 0) {
      setting.run();
    }
  }

  private Map<String, SecretSource> secrets() {
    Map<String, SecretSource> secrets = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      secrets.put(
          "secret" + i,
          random.nextBoolean()
              ? SecretSource.file("/run/" + pick("a", "b c", "é", "$x", "'", "#: y") + i)
              : SecretSource.env(pick("A", "yes", "0100", "a.b-c", "~")));
    }
    return secrets;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String image() {
    return pick("nginx", "a/b:1.2", "host:5000/x@sha256:ab", "null", "0100", "#x", "{}", "a:", "'");
  }

  private String text() {
    StringBuilder text = new StringBuilder(NASTY.get(random.nextInt(NASTY.size())));
    while (random.nextInt(3) == 0) {
      text.append(pick("", " ", "\n", "x")).append(NASTY.get(random.nextInt(NASTY.size())));
    }
    IntStream.range(0, random.nextInt(4)).forEach(i -> text.appendCodePoint(codePoint()));
    return text.toString();
  }

  private int codePoint() {
    int c = random.nextInt(4) == 0 ? 0x10000 + random.nextInt(0x1000) : random.nextInt(0xffff);
    boolean usable =
        !Character.isISOControl(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    return usable ? c : 'x';
  }

  /** Without what no variable may hold. */
  private static String clean(String text) {
    return text.codePoints()
        .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t' || c == '\r')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private <T> List<T> list(int most, IntFunction<T> item) {
    return IntStream.rangeClosed(1, 1 + random.nextInt(most)).mapToObj(item).toList();
  }

  private List<String> texts() {
    return random.nextInt(8) == 0 ? List.of() : list(4, i -> text());
  }

  private Map<String, String> pairs(String unused) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String key : list(5, i -> text())) {
      String name =
          key.codePoints()
              .filter(c -> c != '=' && !Character.isWhitespace(c) && !Character.isISOControl(c))
              .filter(c -> c != 0xa0)
              .limit(60)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      pairs.put(name.isBlank() ? "K" + unused.length() : name, clean(text()));
    }
    return pairs;
  }

  private List<ExposedPort> ports() {
    Set<ExposedPort> ports = new LinkedHashSet<>();
    for (int run : random.nextInt(8) == 0 ? List.<Integer>of() : list(3, i -> i)) {
      int first = 1 + random.nextInt(65_000);
      Protocol protocol = List.of(Protocol.values()).get(random.nextInt(3));
      IntStream.range(first, first + 1 + random.nextInt(4 * run))
          .forEach(number -> ports.add(new ExposedPort(number, protocol)));
    }
    return List.copyOf(ports);
  }

  private List<Link> links() {
    return list(
        3,
        i -> {
          Link.Builder link = Link.builder().job(JobName.of("target" + i));
          maybe(() -> link.stack(StackName.of(pick("shared", "no", "1st", "null"))));
          link.alias(pick("db", "y", "null", "A.b-c_") + i);
          maybe(() -> link.env(list(3, n -> pick("MONGO_*", "*", "TOKEN", "on", "0", "X"))));
          return link.build();
        });
  }

  private List<VolumeMount> volumes(boolean readOnly) {
    Set<String> targets = new HashSet<>();
    List<VolumeMount> volumes = new ArrayList<>();
    Supplier<Optional<String>> source =
        () ->
            Optional.of(pick("", "data", "no", "1.5", "/srv/é x", "/#")).filter(s -> !s.isEmpty());
    for (String target : list(3, i -> pick("/data", "/a b", "/#x", "/é", "/'\"", "/~") + i)) {
      if (targets.add(target)) {
        volumes.add(new VolumeMount(source.get(), target, readOnly || random.nextBoolean()));
      }
    }
    return volumes;
  }

  private RestartPolicy restart() {
    return RestartPolicy.parse(
        pick("no", "always", "unless-stopped", "on-failure", "on-failure:7"));
  }

  private Health health() {
    Probe probe = List.of(Probe.values()).get(random.nextInt(3));
    Health.Builder health = Health.builder().probe(probe);
    if (probe == Probe.HTTP) {
      health.path(pick("/", "/a?b=c&d", "/#", "/'\":{}"));
    }
    maybe(() -> health.port(1 + random.nextInt(65_535)));
    maybe(() -> health.interval(Duration.ofNanos(1 + Math.abs(random.nextLong() >> 8))));
    maybe(() -> health.timeout(Duration.ofMillis(1 + random.nextInt(100_000))));
    maybe(() -> health.retries(1 + random.nextInt(9)));
    maybe(() -> health.start(Duration.ofSeconds(random.nextInt(10_000))));
    return health.build();
  }
}
