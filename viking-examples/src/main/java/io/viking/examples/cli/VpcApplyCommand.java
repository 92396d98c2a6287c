package io.viking.examples.cli;

import io.viking.docker.firewall.Firewall;
import io.viking.docker.firewall.Perimeter;
import io.viking.docker.firewall.RuleSet;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code viking vpc apply}: puts the firewall in place. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Puts the rules in place on this host, in one step, for the old ones if there are any. Needs"
          + " root.",
      "They last until the host restarts; an agent with --vpc keeps them up to date."
    })
final class VpcApplyCommand implements Callable<Integer> {
  @Mixin private FirewallOptions options = new FirewallOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Perimeter perimeter = options.perimeter();
    Firewall firewall = Firewall.find(options.backend());
    firewall.apply(RuleSet.of(perimeter));
    Console.of(spec)
        .note(
            "The firewall is in place, by "
                + firewall.backend().name().toLowerCase(Locale.ROOT)
                + ". Trusted: "
                + String.join(", ", VpcShowCommand.addresses(perimeter.trusted()))
                + ".");
    return 0;
  }
}
