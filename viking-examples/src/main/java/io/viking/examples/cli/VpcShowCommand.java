package io.viking.examples.cli;

import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.Backend;
import io.viking.docker.firewall.Firewall;
import io.viking.docker.firewall.Perimeter;
import io.viking.docker.firewall.RuleSet;
import io.viking.model.yaml.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking vpc show}: the rules that apply would put in place. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Prints what 'apply' would tell nft, or iptables-restore and ip6tables-restore. Changes"
            + " nothing and needs no rights.")
final class VpcShowCommand implements Callable<Integer> {
  @Mixin private FirewallOptions options = new FirewallOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Prints what the rules are made from, and the script.")
  private boolean json;

  @Override
  public Integer call() {
    Perimeter perimeter = options.perimeter();
    Backend backend = Firewall.choose(options.backend());
    String script = Firewall.script(RuleSet.of(perimeter), backend);
    Console.of(spec)
        .answer(json ? Json.write(data(perimeter, backend, script)) : script.stripTrailing());
    return 0;
  }

  private static Map<String, Object> data(Perimeter perimeter, Backend backend, String script) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("backend", backend.name().toLowerCase(Locale.ROOT));
    data.put("trusted", addresses(perimeter.trusted()));
    data.put("open", texts(perimeter.open()));
    data.put("control", texts(perimeter.controlPorts()));
    data.put("published", texts(perimeter.published()));
    data.put("bridges", texts(perimeter.bridgeNames()));
    data.put("gateways", addresses(perimeter.gateways()));
    data.put("script", script);
    return data;
  }

  /** Sorted, as texts. */
  static List<String> addresses(Collection<AddressBlock> blocks) {
    return blocks.stream().sorted().map(AddressBlock::toString).toList();
  }

  private static <T extends Comparable<? super T>> List<String> texts(Collection<T> some) {
    return some.stream().sorted().map(T::toString).toList();
  }
}
