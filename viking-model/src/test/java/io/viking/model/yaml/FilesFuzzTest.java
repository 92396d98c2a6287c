package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.InvalidStackException;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.RestartPolicy;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that people write, and the texts in them. */
class FilesFuzzTest {
  private static final Path STACKS = Path.of("src/test/resources/stacks");
  private static final StackName APP = StackName.of("app");
  private static final JobName WEB = JobName.of("web");

  /** Each fault of a file begins with where it is; a file as a whole is too large. */
  private static final Pattern PLACED =
      Pattern.compile("(file\\.[a-z]+:[1-9][0-9]*:[1-9][0-9]*: |file 'file\\.[a-z]+' is larger).*");

  private static final String[] KEYS = {
    "image: ",
    "expose: ",
    "link: ",
    "volume: ",
    "environment: ",
    "env: ",
    "command: ",
    "entrypoint: ",
    "cwd: ",
    "user: ",
    "labels: ",
    "memory: ",
    "cpus: ",
    "restart: ",
    "scale: ",
    "filter: ",
    "static: ",
    "health: ",
    "parallelism: ",
    "drain: ",
    "web",
    "shared/mongo",
    "x-a",
    "nginx",
    "80/tcp",
    "8000-8005",
    "to: ",
    "as: ",
    "probe",
    "interval",
    "512m",
    "1m30s",
    "on-failure:3"
  };

  static Stream<FuzzTarget<?>> files() {
    return Stream.of(
        file("stack-file", "file.yml", source -> StackParser.parse(APP, source))
            .writes(JobWriter::toYaml)
            .examples(corpus())
            .examples(jobs(JobWriter::toYaml)),
        file("stack-json", "file.json", source -> StackParser.parse(APP, source))
            .writes(JobWriter::toJson)
            .examples(corpus())
            .examples(jobs(JobWriter::toJson)),
        file("job-file", "file.yaml", source -> StackParser.parseJob(WEB, source))
            .writes(JobWriter::toYaml)
            .examples(randomJobs()),
        file("history-file", "file.json", source -> StackParser.parseWritten(APP, source))
            .writes(JobWriter::toJson)
            .examples(jobs(JobWriter::toJson)),
        file("inventory", "file.yml", HostsFile::read)
            .words("name: ", "engine: ", "address: ", "tags: ", "tcp://10.0.0.1:2376", "unix://")
            .examples(
                "- {name: a, engine: 'tcp://10.0.0.1:2376', address: 10.0.0.1, tags: [ssd, x]}\n",
                "a:\n  engine: unix:///var/run/docker.sock\nb:\n  engine: tcp://b:1\n  tags: t\n",
                "[{\"name\": \"a\", \"engine\": \"https://a:1\", \"address\": \"fd00::1\"}]"),
        file("port-table", "file.json", PortTableJson::read)
            .writes(PortTableJson::write)
            .words("version", "ports", "next", "withheld", "shared/mongo/27017/tcp", "a/b/1/udp")
            .examples(
                "{\"version\": 1, \"ports\": {\"a/b/80/tcp\": 10000, \"a/b/80/udp\": 10001}}",
                "{\"version\": 1, \"ports\": {}, \"next\": 7, \"withheld\": {\"8\": \"skipped\"}}"));
  }

  static Stream<FuzzTarget<?>> texts() {
    return Stream.of(
        FuzzTarget.ofText("service-port", ServicePort::parse)
            .writes(ServicePort::path)
            .examples("shared/mongo/27017/tcp", "a/b/1/sctp", "a-1/B-2/65535/UDP"),
        FuzzTarget.ofText("service-name", ServiceName::parse)
            .writes(ServiceName::path)
            .examples("shared/mongo", "a/" + "b".repeat(63)),
        FuzzTarget.ofText("link", Link::parse)
            .writes(Link::toString)
            .examples("mongo", "shared/mongo", "shared/mongo:db", "a:b.c-d_e"),
        FuzzTarget.ofText("port-range", ExposedPort::parseRange)
            .examples("80", "80/tcp", "53/udp", "8000-8005", "1-65535/sctp"),
        FuzzTarget.ofText("volume", VolumeMount::parse)
            .writes(VolumeMount::toString)
            .examples("/data", "data:/data", "/srv:/data:ro", "/a b:/c:rw"),
        FuzzTarget.ofText("restart", RestartPolicy::parse)
            .writes(RestartPolicy::toString)
            .examples("no", "always", "unless-stopped", "on-failure", "on-failure:5"),
        FuzzTarget.ofText("size", Quantity::bytes)
            .writes(Quantity::size)
            .examples("512m", "1.5g", "64 MiB", "1024", "8191T", "0.000000001t"),
        FuzzTarget.ofText("time", Quantity::duration)
            .writes(Quantity::time)
            .examples("2s", "500ms", "1m30s", "0", "1h2m3s4ms5us6ns", "0.5s", "106751d"),
        FuzzTarget.ofText("command-line", ShellWords::split)
            .examples("a b", "sh -c 'a \"b\" c'", "a\\ b \"\\\"\" ''", "a \\\n b"));
  }

  @ParameterizedTest
  @MethodSource({"files", "texts"})
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }

  private static <T> FuzzTarget<T> file(String name, String file, Function<Source, T> reader) {
    return FuzzTarget.ofBytes(name, bytes -> reader.apply(Source.of(file, bytes)))
        .refuses(InvalidStackException.class)
        .refusesWith(FilesFuzzTest::isPlaced)
        .words(KEYS);
  }

  /** Whether every fault has a place, and takes one line and those indented below it. */
  private static boolean isPlaced(String message) {
    return message.lines().allMatch(l -> l.startsWith("  ") || PLACED.matcher(l).matches());
  }

  private static List<String> corpus() {
    try (Stream<Path> files = Files.walk(STACKS)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(yml|json)"))
          .sorted()
          .map(FilesFuzzTest::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> randomJobs() {
    RandomJobs random = new RandomJobs(5);
    return IntStream.range(0, 50).mapToObj(i -> JobWriter.toYaml(random.job("web"))).toList();
  }

  private static List<String> jobs(Function<Stack, String> writer) {
    RandomJobs random = new RandomJobs(6);
    return IntStream.range(0, 20)
        .mapToObj(i -> Stack.of(APP, List.of(random.job("a"), random.job("b"))))
        .map(writer)
        .toList();
  }
}
