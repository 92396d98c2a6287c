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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link RuleSet} as {@code nft -f} reads it: one transaction, one table of our own. Pure. */
final class NftRendering {
  /** The family and name of the table that holds all of it. */
  static final String TABLE = "inet viking-vpc";

  /** Before whatever else filters there; after address translation, whose outcome is asked for. */
  private static final int PRIORITY = -10;

  /**
   * From the ports of each set that has a name to that name. Those for what was dialled need one:
   * without, {@code nft} up to 1.0.6 lists them as of an invalid type.
   */
  private final Map<String, String> sets = new LinkedHashMap<>();

  private NftRendering() {}

  /** Puts the rules in the place of those that are there, if any. */
  static String replace(RuleSet rules) {
    // Deleting what is not there is an error, adding what is there is none.
    return "add table "
        + TABLE
        + "\ndelete table "
        + TABLE
        + "\ntable "
        + TABLE
        + " {\n"
        + new NftRendering().content(rules)
        + "}\n";
  }

  private String content(RuleSet rules) {
    StringBuilder chains = new StringBuilder();
    rules.chains().forEach((chain, list) -> chains.append(chain(chain, list)));
    StringBuilder text = new StringBuilder();
    sets.forEach(
        (elements, name) ->
            text.append("\tset ")
                .append(name)
                .append(" {\n\t\ttype inet_service\n\t\tflags interval\n\t\telements = ")
                .append(elements)
                .append("\n\t}\n"));
    return text.append(chains).toString();
  }

  /** Takes away the table, which has to be there. */
  static String remove() {
    return "delete table " + TABLE + "\n";
  }

  private String chain(Chain chain, List<Rule> rules) {
    StringBuilder text = new StringBuilder("\tchain " + name(chain) + " {\n");
    if (chain == Chain.INPUT || chain == Chain.FORWARD) {
      text.append("\t\ttype filter hook ")
          .append(name(chain))
          .append(" priority ")
          .append(PRIORITY)
          .append("; policy accept;\n");
    }
    rules.stream()
        .flatMap(rule -> lines(rule).stream())
        .forEach(line -> text.append("\t\t").append(line).append('\n'));
    return text.append("\t}\n").toString();
  }

  private static String name(Chain chain) {
    return chain.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A rule for each IP family and protocol that it speaks of. */
  private List<String> lines(Rule rule) {
    List<String> lines = List.of("");
    for (Match match : rule.matches()) {
      List<String> more = new ArrayList<>();
      for (String line : lines) {
        texts(match).forEach(text -> more.add(line + text + " "));
      }
      lines = more;
    }
    return lines.stream()
        // No packet is of both families.
        .filter(line -> !(line.contains("ip ") && line.contains("ip6 ")))
        .map(line -> line + verdict(rule.verdict()))
        .toList();
  }

  private static String verdict(Verdict verdict) {
    if (verdict instanceof Verdict.Go go) {
      return "goto " + name(go.chain());
    }
    return verdict.equals(Verdict.DROP) ? "counter drop" : "accept";
  }

  private List<String> texts(Match match) {
    if (match instanceof Established) {
      return List.of("ct state established,related");
    } else if (match instanceof Loopback) {
      return List.of("iifname \"lo\"");
    } else if (match instanceof Enters enters) {
      return List.of("iifname " + names(enters.interfaces()));
    } else if (match instanceof Leaves leaves) {
      return List.of("oifname " + names(leaves.interfaces()));
    } else if (match instanceof Sources sources) {
      return addresses("", " saddr ", sources.blocks());
    } else if (match instanceof Destinations destinations) {
      return addresses("", " daddr ", destinations.blocks());
    } else if (match instanceof DialledAddresses dialled) {
      return addresses("ct original ", " daddr ", dialled.blocks());
    } else if (match instanceof Ports ports) {
      return ports(ports.ports(), "%s dport ");
    } else if (match instanceof DialledPorts ports) {
      return ports(ports.ports(), "meta l4proto %s ct original proto-dst ").stream()
          .map(this::withNamedSet)
          .toList();
    }
    return List.of("ct status dnat");
  }

  private String withNamedSet(String text) {
    int begin = text.indexOf('{');
    String elements = text.substring(begin);
    sets.putIfAbsent(elements, "ports-" + (sets.size() + 1));
    return text.substring(0, begin) + "@" + sets.get(elements);
  }

  private static String names(List<String> interfaces) {
    return set(interfaces.stream().map(name -> '"' + name + '"').toList());
  }

  private static List<String> addresses(String before, String key, List<AddressBlock> blocks) {
    return Stream.of(false, true)
        .map(six -> blocks.stream().filter(block -> block.isIpv6() == six).toList())
        .filter(some -> !some.isEmpty())
        .map(
            some ->
                before
                    + (some.get(0).isIpv6() ? "ip6" : "ip")
                    + key
                    + set(some.stream().map(AddressBlock::toString).toList()))
        .toList();
  }

  private static List<String> ports(PortSpans ports, String key) {
    return ports.byProtocol().entrySet().stream()
        .map(
            entry ->
                key.formatted(entry.getKey().lower())
                    + set(entry.getValue().stream().map(span -> span.numbers("-")).toList()))
        .toList();
  }

  private static String set(List<String> elements) {
    return elements.stream().collect(Collectors.joining(", ", "{ ", " }"));
  }
}
