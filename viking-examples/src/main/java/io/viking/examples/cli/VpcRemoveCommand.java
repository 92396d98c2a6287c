package io.viking.examples.cli;

import io.viking.docker.firewall.Firewall;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code viking vpc remove}: takes the firewall away. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description =
        "Takes away all rules that 'apply', or an agent, has put in place on this host, and nothing"
            + " else. Needs root. An agent that runs with --vpc puts them back.")
final class VpcRemoveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    boolean any = Firewall.find(Optional.empty()).remove();
    Console.of(spec).note(any ? "The firewall is removed." : "There was no firewall.");
    return 0;
  }
}
