package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConsoleTest {
  @Command(name = "any")
  static final class Any {}

  @Test
  void whatATerminalObeysIsShownAndLinesAreLines() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        new CommandLine(new Any()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    Console console = Console.of(command.getCommandSpec());

    console.answer("moved\tapp/web\n\u001b[2Jall is well \u009b0m");
    console.note("held by \u0007anna");

    assertThat(out.toString().lines())
        .containsExactly("moved\tapp/web", "\\u001b[2Jall is well \\u009b0m");
    assertThat(err.toString().strip()).isEqualTo("held by \\u0007anna");
  }
}
