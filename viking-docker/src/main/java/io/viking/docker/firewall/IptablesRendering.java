package io.viking.docker.firewall;

import io.viking.docker.firewall.Match.Destinations;
import io.viking.docker.firewall.Match.DialledAddresses;
import io.viking.docker.firewall.Match.DialledPorts;
import io.viking.docker.firewall.Match.Enters;
import io.viking.docker.firewall.Match.Established;
import io.viking.docker.firewall.Match.Leaves;
import io.viking.docker.firewall.Match.Loopback;
import io.viking.docker.firewall.Match.Ports;
import io.viking.docker.firewall.Match.Sources;
import io.viking.docker.firewall.RuleSet.Chain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A {@link RuleSet} as {@code iptables-restore --noflush} and {@code ip6tables-restore --noflush}
 * read it: chains of our own, one jump to each of two, one transaction a family. Pure.
 */
final class IptablesRendering {
  /**
   * Not {@code filter}: there the engine puts its own rules before everybody else's, always anew.
   */
  static final String TABLE = "mangle";

  /** From each built-in chain that we need to our own. */
  private static final Map<Chain, String> BUILT_IN =
      Map.of(Chain.INPUT, "INPUT", Chain.FORWARD, "FORWARD");

  private final boolean six;

  private IptablesRendering(boolean six) {
    this.six = six;
  }

  /**
   * Puts the rules in the place of those that are there, if any.
   *
   * @param six for {@code ip6tables}
   * @param present the lines of {@code iptables -t mangle -S}
   */
  static String replace(RuleSet rules, boolean six, List<String> present) {
    IptablesRendering rendering = new IptablesRendering(six);
    List<String> lines = new ArrayList<>(List.of("*" + TABLE));
    // Declared, a chain of this name is made, or emptied.
    rules.chains().keySet().forEach(chain -> lines.add(":" + name(chain) + " - [0:0]"));
    rules
        .chains()
        .forEach(
            (chain, list) ->
                list.stream()
                    .flatMap(rule -> rendering.lines(rule).stream())
                    .forEach(line -> lines.add("-A " + name(chain) + line)));
    // Away and back in one transaction: so that it is there once, and first.
    lines.addAll(jumps(present));
    for (Chain chain : List.of(Chain.INPUT, Chain.FORWARD)) {
      lines.add("-I " + BUILT_IN.get(chain) + " 1 -j " + name(chain));
    }
    return text(lines);
  }

  /**
   * Takes away all that is ours, and nothing else; empty if there is nothing.
   *
   * @param present the lines of {@code iptables -t mangle -S}
   */
  static String remove(List<String> present) {
    List<String> chains =
        Arrays.stream(Chain.values())
            .map(IptablesRendering::name)
            .filter(name -> present.contains("-N " + name))
            .toList();
    if (chains.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>(List.of("*" + TABLE));
    lines.addAll(jumps(present));
    chains.forEach(chain -> lines.add("-F " + chain));
    chains.forEach(chain -> lines.add("-X " + chain));
    return text(lines);
  }

  /** What of that listing is ours. */
  static List<String> ours(List<String> present) {
    List<String> names = Arrays.stream(Chain.values()).map(IptablesRendering::name).toList();
    return present.stream()
        .filter(line -> Arrays.stream(line.split(" ")).anyMatch(names::contains))
        .toList();
  }

  private static List<String> jumps(List<String> present) {
    return BUILT_IN.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "-A " + entry.getValue() + " -j " + name(entry.getKey()))
        .flatMap(jump -> present.stream().filter(jump::equals))
        .map(jump -> "-D" + jump.substring("-A".length()))
        .toList();
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\nCOMMIT\n";
  }

  static String name(Chain chain) {
    return "VIKING-" + chain.name().replace('_', '-');
  }

  /** A rule for each address, interface and span of ports that it speaks of. */
  private List<String> lines(Rule rule) {
    List<String> lines = List.of("");
    for (Match match : rule.matches()) {
      List<String> more = new ArrayList<>();
      for (String line : lines) {
        texts(match).forEach(text -> more.add(line + " " + text));
      }
      lines = more;
    }
    return lines.stream().map(line -> line + verdict(rule.verdict())).toList();
  }

  private static String verdict(Verdict verdict) {
    if (verdict instanceof Verdict.Go go) {
      return " -g " + name(go.chain());
    }
    // ACCEPT would also keep the packet from whatever else filters in this table.
    return verdict.equals(Verdict.DROP) ? " -j DROP" : " -j RETURN";
  }

  private List<String> texts(Match match) {
    if (match instanceof Established) {
      return List.of("-m conntrack --ctstate RELATED,ESTABLISHED");
    } else if (match instanceof Loopback) {
      return List.of("-i lo");
    } else if (match instanceof Enters enters) {
      return enters.interfaces().stream().map(name -> "-i " + name).toList();
    } else if (match instanceof Leaves leaves) {
      return leaves.interfaces().stream().map(name -> "-o " + name).toList();
    } else if (match instanceof Sources sources) {
      return addresses("-s ", sources.blocks());
    } else if (match instanceof Destinations destinations) {
      return addresses("-d ", destinations.blocks());
    } else if (match instanceof DialledAddresses dialled) {
      return addresses("-m conntrack --ctorigdst ", dialled.blocks());
    } else if (match instanceof Ports ports) {
      return each(ports.ports(), span -> protocol(span) + " --dport " + span.numbers(":"));
    } else if (match instanceof DialledPorts ports) {
      return each(
          ports.ports(),
          span ->
              "-p "
                  + span.protocol().lower()
                  + " -m conntrack --ctorigdstport "
                  + span.numbers(":"));
    }
    return List.of("-m conntrack --ctstate DNAT");
  }

  private static String protocol(PortSpan span) {
    return "-p " + span.protocol().lower() + " -m " + span.protocol().lower();
  }

  private static List<String> each(PortSpans ports, Function<PortSpan, String> text) {
    return ports.spans().stream().map(text).toList();
  }

  private List<String> addresses(String option, List<AddressBlock> blocks) {
    Stream<AddressBlock> ofFamily = blocks.stream().filter(block -> block.isIpv6() == six);
    return ofFamily.map(block -> option + block.address() + "/" + block.prefix()).toList();
  }
}
