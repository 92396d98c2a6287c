package io.viking.docker.ambassador;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Renders {@link KernelTable}s as input of {@code nft -f}. Each script is one transaction: it takes
 * effect as a whole or not at all. Pure.
 */
final class NftScript {
  private static final String FOUR = "ip viking-";
  private static final Pattern SIX = Pattern.compile("ip6 viking-v6-([0-9a-f]{32})");
  private static final int BEFORE_THE_ENGINES_TRANSLATION = -101;
  private static final int BEFORE_THE_ENGINES_MASQUERADE = 99;

  /**
   * How many seconds the kernel remembers a connection that no endpoint has answered, or that the
   * endpoint has reset; its own values are 120 and 10. What it remembers leads the next attempt
   * from the same address and port to the same endpoint, though that is gone; forgotten, the next
   * attempt, or the client's next SYN (after one second, see tcp(7)), goes to one that is there.
   */
  private static final String BRIEF = "syn_sent : 1, close : 1";

  private final InetAddress gateway;
  private final String family;
  private final String table;
  private final StringBuilder script = new StringBuilder();

  private NftScript(InetAddress gateway) {
    this.gateway = gateway;
    this.family = gateway instanceof Inet4Address ? "ip" : "ip6";
    this.table = name(gateway);
  }

  /** The family and name of the table of the ambassador that listens on that address. */
  static String name(InetAddress gateway) {
    // No colon is allowed in a name.
    return gateway instanceof Inet4Address
        ? FOUR + gateway.getHostAddress()
        : "ip6 viking-v6-" + HexFormat.of().formatHex(gateway.getAddress());
  }

  /** The address whose table has that family and name; empty for everybody else's tables. */
  static Optional<InetAddress> address(String familyAndName) {
    Matcher six = SIX.matcher(familyAndName);
    String literal =
        six.matches()
            ? six.group(1).replaceAll("(.{4})(?=.)", "$1:")
            : familyAndName.replaceFirst("^" + FOUR, "");
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(literal))
        .filter(address -> name(address).equals(familyAndName));
  }

  /**
   * Puts the table in the place of whatever has its name.
   *
   * @param owner letters and digits that no other process uses
   */
  static String replace(KernelTable table, String owner) {
    NftScript made = new NftScript(table.gateway());
    made.whole(table, owner);
    return made.script.toString();
  }

  /** Turns the one into the other; empty where nothing is to do. */
  static String change(KernelTable from, KernelTable to) {
    NftScript made = new NftScript(to.gateway());
    made.changes(from, to);
    return made.script.toString();
  }

  /** The same, but nothing at all unless the table is still that owner's. */
  static String change(KernelTable from, KernelTable to, String owner) {
    return claim(to.gateway(), owner) + change(from, to);
  }

  /** Removes the table, but nothing at all unless it is still that owner's. */
  static String remove(InetAddress gateway, String owner) {
    return claim(gateway, owner) + "delete table " + name(gateway) + "\n";
  }

  /** Makes every kind of thing that a table has, and leaves nothing. */
  static String trial(KernelTable table, String owner) {
    NftScript made = new NftScript(table.gateway());
    made.whole(table, owner);
    // A name of its own: there may be a table in use.
    return made.script.toString().replace(made.table, made.table + "-trial-" + owner)
        + "delete table "
        + made.table
        + "-trial-"
        + owner
        + "\n";
  }

  /** How the listing of a table names its owner. */
  static String ownerCounter(String owner) {
    return "owner-" + owner;
  }

  /** How the listing of a table names the counter of a port's connections. */
  static String counter(int port) {
    return "tcp-" + port;
  }

  // Deleting fails if it is not there, and a transaction that fails in part fails as a whole.
  private static String claim(InetAddress gateway, String owner) {
    String counter = "counter " + name(gateway) + " " + ownerCounter(owner) + "\n";
    return "delete " + counter + "add " + counter;
  }

  private void whole(KernelTable to, String owner) {
    // Deleting what is not there is an error, adding what is there is none.
    line("add table " + table);
    line("delete table " + table);
    line("add table " + table);
    line("add counter " + table + " " + ownerCounter(owner));
    line("add map " + table + " links { type " + key() + " : verdict; }");
    line("add set " + table + " ports { type inet_service; }");
    line(
        "add ct timeout "
            + table
            + " brief { protocol tcp; l3proto "
            + family
            + "; policy = { "
            + BRIEF
            + " }; }");
    line(base("prerouting", BEFORE_THE_ENGINES_TRANSLATION));
    line(base("postrouting", BEFORE_THE_ENGINES_MASQUERADE));
    String here = family + " daddr " + gateway.getHostAddress();
    rule("prerouting", here + " " + family + " saddr . tcp dport vmap @links");
    rule(
        "postrouting",
        "ct status dnat ct original "
            + here
            + " meta l4proto tcp ct original proto-dst @ports masquerade");
    changes(KernelTable.empty(gateway), to);
  }

  private String key() {
    return (family.equals("ip") ? "ipv4_addr" : "ipv6_addr") + " . inet_service";
  }

  private String base(String hook, int priority) {
    return "add chain "
        + table
        + " "
        + hook
        + " { type nat hook "
        + hook
        + " priority "
        + priority
        + "; policy accept; }";
  }

  private void changes(KernelTable from, KernelTable to) {
    // What is referred to is made before, and removed after, what refers to it.
    elements("delete", "links", gone(from, to));
    newChains(from, to);
    elements("add", "links", come(from, to));
    oldChains(from, to);
  }

  private static List<String> gone(KernelTable from, KernelTable to) {
    return from.links().entrySet().stream()
        .filter(link -> !link.getValue().equals(to.links().get(link.getKey())))
        .map(link -> key(link.getKey()))
        .toList();
  }

  private static List<String> come(KernelTable from, KernelTable to) {
    return to.links().entrySet().stream()
        .filter(link -> !link.getValue().equals(from.links().get(link.getKey())))
        .map(link -> key(link.getKey()) + " : goto " + name(link.getValue()))
        .toList();
  }

  private void newChains(KernelTable from, KernelTable to) {
    Set<Integer> ports = new TreeSet<>(to.ports());
    ports.removeAll(from.ports());
    ports.forEach(port -> line("add counter " + table + " " + counter(port)));
    elements("add", "ports", ports.stream().map(String::valueOf).toList());
    to.chains()
        .forEach(
            (chain, targets) -> {
              boolean isNew = !from.chains().containsKey(chain);
              if (isNew) {
                line("add chain " + table + " " + name(chain));
              }
              if (isNew || !targets.equals(from.targets(chain))) {
                choice(chain, targets, !isNew);
              }
            });
  }

  private void choice(KernelChain chain, List<InetSocketAddress> targets, boolean anew) {
    if (anew) {
      line("flush chain " + table + " " + name(chain));
    }
    if (!targets.isEmpty()) {
      rule(
          name(chain),
          "counter name \""
              + counter(chain.port())
              + "\" meta l4proto tcp ct timeout set \"brief\" dnat "
              + to(targets));
    }
  }

  private void oldChains(KernelTable from, KernelTable to) {
    for (KernelChain chain : from.chains().keySet()) {
      if (!to.chains().containsKey(chain)) {
        line("flush chain " + table + " " + name(chain));
        line("delete chain " + table + " " + name(chain));
      }
    }
    Set<Integer> ports = new TreeSet<>(from.ports());
    ports.removeAll(to.ports());
    elements("delete", "ports", ports.stream().map(String::valueOf).toList());
    ports.forEach(port -> line("delete counter " + table + " " + counter(port)));
  }

  private String to(List<InetSocketAddress> targets) {
    if (targets.size() == 1) {
      InetSocketAddress only = targets.get(0);
      String ip = only.getAddress().getHostAddress();
      return family + " to " + (family.equals("ip") ? ip : "[" + ip + "]") + ":" + only.getPort();
    }
    return family
        + " to numgen random mod "
        + targets.size()
        + IntStream.range(0, targets.size())
            .mapToObj(i -> i + " : " + key(targets.get(i)))
            .collect(Collectors.joining(", ", " map { ", " }"));
  }

  private static String key(KernelLink link) {
    return link.source().getHostAddress() + " . " + link.port();
  }

  private static String key(InetSocketAddress address) {
    return key(new KernelLink(address.getAddress(), address.getPort()));
  }

  private static String name(KernelChain chain) {
    return chain.network().isEmpty()
        ? counter(chain.port())
        : counter(chain.port()) + "-" + chain.network();
  }

  private void elements(String verb, String set, List<String> elements) {
    if (!elements.isEmpty()) {
      line(verb + " element " + table + " " + set + " { " + String.join(", ", elements) + " }");
    }
  }

  private void rule(String chain, String rule) {
    line("add rule " + table + " " + chain + " " + rule);
  }

  private void line(String line) {
    script.append(line).append('\n');
  }
}
