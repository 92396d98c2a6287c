package io.viking.docker.firewall;

import io.viking.docker.ambassador.Program;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The firewall of the host, or network namespace, that this process is in. Changes are whole or not
 * at all: there is no moment at which neither the old rules nor the new ones hold. Nothing but its
 * own table, or its own chains, is touched.
 *
 * <p>Immutable; safe for use by several threads.
 *
 * <pre>{@code
 * Firewall firewall = Firewall.find(Optional.empty());
 * firewall.apply(RuleSet.of(perimeter));
 * }</pre>
 */
public final class Firewall {
  private static final String NFT = "nft";

  private final Backend backend;
  private final PacketFilter filter;
  private final Optional<PacketFilter> other;

  private Firewall(Backend backend, PacketFilter filter, Optional<PacketFilter> other) {
    this.backend = backend;
    this.filter = filter;
    this.other = other;
  }

  /**
   * That program; where none is chosen, {@code nft} unless this machine has {@code iptables} only.
   */
  public static Backend choose(Optional<Backend> choice) {
    return choice.orElseGet(
        () ->
            Program.find(NFT).isEmpty() && IptablesFilter.find().isPresent()
                ? Backend.IPTABLES
                : Backend.NFTABLES);
  }

  /** What that program would be told on a host on which nothing is yet. Asks nothing. */
  public static String script(RuleSet rules, Backend backend) {
    return backend == Backend.NFTABLES
        ? NftRendering.replace(rules)
        : "# for iptables-restore --noflush\n"
            + IptablesRendering.replace(rules, false, List.of())
            + "# for ip6tables-restore --noflush\n"
            + IptablesRendering.replace(rules, true, List.of());
  }

  /**
   * The firewall by that program, else by {@code nft} if this machine has it, else by {@code
   * iptables}.
   *
   * @throws FirewallException if there is no such program
   */
  public static Firewall find(Optional<Backend> choice) {
    Backend backend = choose(choice);
    Optional<PacketFilter> nft = Program.find(NFT).map(NftFilter::new);
    Optional<PacketFilter> iptables = IptablesFilter.find();
    Optional<PacketFilter> mine = backend == Backend.NFTABLES ? nft : iptables;
    return new Firewall(
        backend,
        mine.orElseThrow(() -> missing(backend)),
        backend == Backend.NFTABLES ? iptables : nft);
  }

  private static FirewallException missing(Backend backend) {
    String name = backend.name().toLowerCase(Locale.ROOT);
    return new FirewallException(
        "this machine has no program of "
            + name
            + ".\n  Fix: install the package nftables, or iptables.",
        null);
  }

  /** By which program. */
  public Backend backend() {
    return backend;
  }

  /**
   * Puts these rules in the place of those that are there, if any; what the other program has of
   * ours is taken away after that. The same again changes nothing but counters.
   *
   * @throws FirewallException if the kernel does not take them; the old ones hold then
   */
  public void apply(RuleSet rules) {
    doing(
        "applied",
        () -> {
          filter.apply(rules);
          return other.isPresent() && other.get().remove();
        });
  }

  /**
   * Takes away all rules of ours, whichever program made them.
   *
   * @return whether there were any
   * @throws FirewallException if the kernel does not let them go
   */
  public boolean remove() {
    return doing(
        "removed",
        () -> {
          boolean any = filter.remove();
          return (other.isPresent() && other.get().remove()) || any;
        });
  }

  /**
   * All rules of ours as they are listed; empty if there are none. Two listings are the same if,
   * and only if, the rules are.
   *
   * @throws FirewallException if they cannot be read
   */
  public Optional<String> listing() {
    return doing("looked at", filter::listing);
  }

  /**
   * What is there, beside what should be.
   *
   * @throws FirewallException if it cannot be found out
   */
  public FirewallStatus status(RuleSet wanted) {
    return doing(
        "looked at",
        () -> {
          Optional<String> there = filter.listing();
          return new FirewallStatus(
              there.isPresent(),
              there.isPresent() && there.get().equals(filter.listingOf(wanted)),
              other.isPresent() && other.get().listing().isPresent(),
              there.map(filter::trusted).orElseGet(List::of));
        });
  }

  /** Something that programs do. */
  @FunctionalInterface
  private interface Deed<T> {
    T run() throws IOException;
  }

  private static <T> T doing(String what, Deed<T> deed) {
    try {
      return deed.run();
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      boolean denied = why.matches("(?is).*(not permitted|permission denied|must be root).*");
      throw new FirewallException(
          "the firewall of this host could not be "
              + what
              + ": "
              + why
              + (denied ? "\n  Fix: run it as root on the host, or with CAP_NET_ADMIN." : ""),
          e);
    }
  }
}
