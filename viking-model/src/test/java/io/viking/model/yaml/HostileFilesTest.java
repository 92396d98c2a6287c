package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.JobName;
import io.viking.model.StackName;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of one mebibyte, each made to be as much work as it can be in one way. */
class HostileFilesTest {
  private static final int SIZE = Source.MAX_BYTES - 100;

  static Stream<FuzzTarget<?>> stacks() {
    return Stream.of(
        stack("many-jobs", many(i -> "j" + i + ": {image: x}\n")),
        stack("links-to-nowhere", many(i -> "j" + i + ": {image: x, link: z" + i + "}\n")),
        stack("links-to-unknown-stacks", many(i -> "j" + i + ": {image: x, link: z/y}\n")),
        stack("one-chain", many(i -> "j" + i + ": {image: x, link: j" + (i + 1) + "}\n")),
        stack("one-ring", ring()),
        stack("many-ways-into-a-ring", many(i -> job(i, i % 20_000 + 1)) + job(20_000, 1)),
        stack("ring-chain-ring", ringChainRing()),
        stack("rings-through-one-job", hub()),
        stack("links-of-one-job", "a:\n  image: x\n  link:\n" + many(i -> "  - b" + i + "\n")),
        stack("equal-links", "a:\n  image: x\n  link:\n" + many(i -> "  - b\n")),
        stack("ports", "a:\n  image: x\n  expose:\n" + many(i -> "  - 1-65535\n")),
        stack("equal-volumes", "a:\n  image: x\n  volume:\n" + many(i -> "  - /a\n")),
        stack("jobs-with-bad-health", many(i -> "j" + i + ": {image: x, health: y}\n")),
        stack("unknown-keys", "a:\n  image: x\n" + many(i -> "  scalf" + i + ": 1\n")),
        stack("one-long-key", "a:\n  image: x\n  ? " + "k".repeat(SIZE) + "\n  : 1\n"),
        stack("one-long-job", "? " + "-".repeat(SIZE) + "x\n: 1\n"),
        stack("one-long-link", "a: {image: x, link: " + "b".repeat(SIZE) + "}\n"),
        stack("one-long-volume", "a: {image: x, volume: " + "/a".repeat(SIZE / 2) + "}\n"),
        stack("one-long-size", "a: {image: x, memory: " + "1".repeat(SIZE) + "}\n"),
        stack("one-long-time", "a: {image: x, drain: " + "1ns".repeat(SIZE / 3) + "}\n"),
        stack("variables", "a:\n  image: x\n  env:\n" + many(i -> "    V" + i + ": \"\\0\"\n")),
        stack(
            "quotes-in-a-command", "a: {image: x, command: '" + "\"\" ".repeat(SIZE / 3) + "'}\n"),
        stack("spaces-in-a-block", "a:\n  image: |\n    x\n" + " ".repeat(SIZE) + "x\n"),
        stack("tabs-in-a-block", "a:\n\timage: |\n\t\tx\n" + "\t".repeat(SIZE) + "x\n"),
        stack("headers-of-blocks", "a: " + "x: |x ".repeat(SIZE / 6) + "\n"),
        stack("brackets", "a: " + "[".repeat(SIZE)),
        stack("questions", "? ".repeat(SIZE / 2)),
        stack("anchors", many(i -> "a" + i + ": &a" + i + " *a" + (i - 1) + "\n")),
        stack("quotes", "a: " + "\"".repeat(SIZE)),
        stack("escapes", "a: \"" + "\\U00000041".repeat(SIZE / 10) + "\"\n"),
        stack("comments", many(i -> "#\n")),
        stack("documents", many(i -> "---\n")));
  }

  static Stream<FuzzTarget<?>> jsonAndHosts() {
    return Stream.of(
        hostile(
            "json-brackets",
            s -> StackParser.parse(StackName.of("a"), s),
            "{\"a\":" + "[".repeat(SIZE)),
        hostile(
            "json-keys",
            s -> StackParser.parse(StackName.of("a"), s),
            "{" + many(i -> "\"a\":1,") + "\"a\":1}"),
        hostile(
            "address-of-colons",
            HostsFile::read,
            "[{name: a, engine: 'tcp://a:1', address: '" + ":".repeat(SIZE) + "x'}]"),
        hostile("equal-hosts", HostsFile::read, many(i -> "- {name: a, engine: 'tcp://a:1'}\n")),
        hostile(
            "equal-numbers",
            PortTableJson::read,
            "{\"version\":1,\"ports\":{"
                + many(i -> "\"a/b/" + i + "/tcp\":1,")
                + "\"a/b/1/udp\":2}}"),
        hostile(
            "job-with-many-labels",
            s -> StackParser.parseJob(JobName.of("a"), s),
            "image: x\nlabels:\n" + many(i -> "  l" + i + ": " + i + "\n")));
  }

  @ParameterizedTest
  @MethodSource({"stacks", "jsonAndHosts"})
  void takesLittleTimeAndMemoryAllTheSame(FuzzTarget<?> target) {
    Fuzzer.checkExamples(target);
  }

  private static FuzzTarget<?> stack(String name, String text) {
    return hostile(name, source -> StackParser.parse(StackName.of("app"), source), text);
  }

  private static <T> FuzzTarget<T> hostile(String name, Function<Source, T> reader, String text) {
    return FuzzTarget.ofText(name, whole -> reader.apply(Source.of("file.yml", whole)))
        .refuses(InvalidStackException.class)
        .examples(text);
  }

  /** As many of these as a file can hold, with room for a little in front and behind. */
  private static String many(IntFunction<String> part) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < SIZE - 200; i++) {
      text.append(part.apply(i));
    }
    return text.toString();
  }

  private static String job(int from, int to) {
    return "j%d: {image: x, link: j%d}\n".formatted(from, to);
  }

  private static String ring() {
    StringBuilder text = new StringBuilder();
    int last = 0;
    for (int i = 0; text.length() < SIZE - 100; i++) {
      text.append(job(i, i + 1));
      last = i + 1;
    }
    return text + job(last, 0);
  }

  private static String ringChainRing() {
    StringBuilder text = new StringBuilder(job(0, 1) + "j1: {image: x, link: [j0, j2]}\n");
    int last = 2;
    while (text.length() < SIZE - 200) {
      text.append(job(last, last + 1));
      last++;
    }
    return text + job(last, last + 1) + job(last + 1, last);
  }

  /** Each of many jobs makes a ring of two with the first one. */
  private static String hub() {
    StringBuilder text = new StringBuilder();
    StringBuilder links = new StringBuilder();
    for (int i = 1; text.length() + links.length() < SIZE - 200; i++) {
      text.append(job(i, 0));
      links.append(i == 1 ? "" : ",").append('j').append(i);
    }
    return text + "j0: {image: x, link: [" + links + "]}\n";
  }
}
