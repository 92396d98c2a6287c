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
import io.viking.docker.firewall.Match.Translated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules of one host, as data. Pure: the same perimeter gives the same rules. What no rule
 * matches passes, so a service of the host that is none of viking's is never closed.
 *
 * @param chains all of them, in an order in which each comes before those that lead to it
 */
public record RuleSet(Map<Chain, List<Rule>> chains) {
  /** A list of rules. */
  enum Chain {
    /** From local containers to the host itself. */
    CONTAINERS_IN,
    /** From local containers to elsewhere. */
    CONTAINERS_OUT,
    /** All that is for the host itself. */
    INPUT,
    /** All that passes through the host. */
    FORWARD
  }

  /** Copies what it is given. */
  public RuleSet {
    EnumMap<Chain, List<Rule>> copy = new EnumMap<>(Chain.class);
    chains.forEach((chain, rules) -> copy.put(chain, List.copyOf(rules)));
    chains = Collections.unmodifiableMap(copy);
  }

  /** The rules for that perimeter. */
  public static RuleSet of(Perimeter perimeter) {
    PortSpans control = PortSpans.of(perimeter.controlPorts());
    List<AddressBlock> trusted = AddressBlock.merged(perimeter.trusted());
    List<AddressBlock> gateways = AddressBlock.merged(perimeter.gateways());
    List<String> bridges = List.copyOf(perimeter.bridges());
    EnumMap<Chain, List<Rule>> chains = new EnumMap<>(Chain.class);
    chains.put(
        Chain.CONTAINERS_IN,
        rules(
            Rule.of(Verdict.PASS, new Sources(trusted)),
            Rule.of(Verdict.DROP, new Ports(control))));
    chains.put(
        Chain.CONTAINERS_OUT,
        rules(
            Rule.of(Verdict.PASS, new Sources(trusted)),
            Rule.of(
                Verdict.DROP,
                new DialledAddresses(
                    AddressBlock.merged(
                        Stream.concat(trusted.stream(), gateways.stream()).toList())),
                new DialledPorts(control))));
    PortSpans open = PortSpans.of(perimeter.open());
    chains.put(
        Chain.INPUT,
        rules(
            Rule.of(Verdict.PASS, new Loopback()),
            Rule.of(Verdict.PASS, new Established()),
            Rule.of(Verdict.PASS, new DialledPorts(open)),
            Rule.of(new Verdict.Go(Chain.CONTAINERS_IN), new Enters(bridges)),
            Rule.of(
                Verdict.DROP,
                new Destinations(gateways),
                new Ports(PortSpans.of(perimeter.allocatedSpans()))),
            Rule.of(Verdict.PASS, new Sources(trusted)),
            Rule.of(Verdict.DROP, new Ports(control)),
            Rule.of(Verdict.DROP, new Ports(PortSpans.of(perimeter.published())))));
    chains.put(
        Chain.FORWARD,
        rules(
            Rule.of(Verdict.PASS, new Established()),
            Rule.of(new Verdict.Go(Chain.CONTAINERS_OUT), new Enters(bridges)),
            Rule.of(Verdict.PASS, new Sources(trusted)),
            // Only by the port of the host: whoever dials the container's own address is a
            // stranger.
            Rule.of(Verdict.PASS, new Translated(), new DialledPorts(open)),
            Rule.of(Verdict.DROP, new Leaves(bridges))));
    return new RuleSet(chains);
  }

  /** Without those that match nothing, which neither program can write down. */
  private static List<Rule> rules(Rule... all) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : all) {
      if (rule.matches().stream().noneMatch(Match::isEmpty)) {
        rules.add(rule);
      }
    }
    return rules;
  }
}
