package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people and scripts write behind {@code viking}; nothing is carried out. */
class ArgumentsFuzzTest {
  /** Making one takes longer than reading arguments, which makes it forget those before. */
  private static final CommandLine COMMAND = Main.commandLine();

  static Stream<FuzzTarget<?>> targets() {
    return Stream.of(
        FuzzTarget.ofText("arguments", ArgumentsFuzzTest::parsed)
            .refuses(ParameterException.class)
            .refuses(MissingParameterException.class)
            .refuses(UnmatchedArgumentException.class)
            .refuses(OverwrittenOptionException.class)
            .refuses(MutuallyExclusiveArgsException.class)
            .words(
                "deploy",
                "plan",
                "env",
                "ps",
                "scale",
                "rm",
                "watch",
                "ports",
                "agent",
                "bootstrap",
                "doctor",
                "--etcd=a:1",
                "--json",
                "--name",
                "--hosts=",
                "--port-range",
                "shared/web=3",
                "x=app.yml",
                "@file",
                "--",
                "-h",
                "--quarantine=1h",
                "\n")
            .examples(
                "deploy\nshared=shared.yml\napp.yml\n--etcd=10.0.0.1:2379",
                "ports\nskip\n10000-10010\n10020",
                "scale\nshared/mongo=3\n--wait-lock\n1m",
                "env\n--json\n--name\napp\n."),
        FuzzTarget.ofText("port-numbers", text -> PortNumbers.parse(text.lines().toList()))
            .examples("10000\n10001-10010", "1-65535"),
        FuzzTarget.ofText("option-time", text -> Times.positive("--wait-lock", text))
            .refusesWith(message -> message.startsWith("--wait-lock '"))
            .examples("15s", "5m", "1h30m", "0.5s"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }

  private static List<String> parsed(String text) {
    CommandLine.ParseResult result = COMMAND.parseArgs(text.split("\n", -1));
    assertThat(result.originalArgs()).isNotNull();
    return result.originalArgs();
  }
}
