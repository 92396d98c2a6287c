package io.viking.docker.firewall;

import io.viking.docker.ambassador.Program;
import io.viking.docker.firewall.RuleSet.Chain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The firewall as chains of iptables and ip6tables. */
final class IptablesFilter implements PacketFilter {
  /** Not there where the kernel was started without IPv6. */
  private static final Path IPV6 = Path.of("/proc/net/if_inet6");

  private static final Pattern TRUSTED =
      Pattern.compile(
          "^-A " + IptablesRendering.name(Chain.FORWARD) + " -s (\\S+) -j RETURN$",
          Pattern.MULTILINE);

  private final List<Family> families;

  /** The programs of one IP family. */
  private record Family(String prefix, boolean six, Program list, Program restore) {
    static Optional<Family> find(String prefix, boolean six) {
      return Program.find(prefix + "tables")
          .flatMap(
              list ->
                  Program.find(prefix + "tables-restore")
                      .map(restore -> new Family(prefix, six, list, restore)));
    }

    List<String> present() throws IOException {
      return list.run("", "-w", "5", "-t", IptablesRendering.TABLE, "-S").lines().toList();
    }

    void change(String script) throws IOException {
      restore.run(script, "-w", "5", "--noflush");
    }
  }

  private IptablesFilter(List<Family> families) {
    this.families = families;
  }

  /** The programs, if this machine has those of each IP family that its kernel has. */
  static Optional<PacketFilter> find() {
    Optional<Family> four = Family.find("ip", false);
    Optional<Family> six = Files.exists(IPV6) ? Family.find("ip6", true) : Optional.empty();
    if (four.isEmpty() || (Files.exists(IPV6) && six.isEmpty())) {
      return Optional.empty();
    }
    List<Family> families = new ArrayList<>(List.of(four.get()));
    six.ifPresent(families::add);
    return Optional.of(new IptablesFilter(List.copyOf(families)));
  }

  @Override
  public void apply(RuleSet rules) throws IOException {
    for (Family family : families) {
      family.change(IptablesRendering.replace(rules, family.six(), family.present()));
    }
  }

  @Override
  public boolean remove() throws IOException {
    boolean any = false;
    for (Family family : families) {
      String script = IptablesRendering.remove(family.present());
      if (!script.isEmpty()) {
        family.change(script);
        any = true;
      }
    }
    return any;
  }

  @Override
  public Optional<String> listing() throws IOException {
    StringBuilder listing = new StringBuilder();
    boolean any = false;
    for (Family family : families) {
      List<String> ours = IptablesRendering.ours(family.present());
      any |= !ours.isEmpty();
      listing.append(text(family, ours));
    }
    return any ? Optional.of(listing.toString()) : Optional.empty();
  }

  @Override
  public String listingOf(RuleSet rules) throws IOException {
    StringBuilder listing = new StringBuilder();
    for (Family family : families) {
      String command =
          "%1$stables-restore --noflush && %1$stables -t %2$s -S"
              .formatted(family.prefix(), IptablesRendering.TABLE);
      String all =
          EmptyNetwork.run(IptablesRendering.replace(rules, family.six(), List.of()), command);
      listing.append(text(family, IptablesRendering.ours(all.lines().toList())));
    }
    return listing.toString();
  }

  /**
   * Chains first, then each chain's rules in their order: chains are listed in no certain order.
   */
  private static String text(Family family, List<String> ours) {
    StringBuilder text = new StringBuilder("# " + family.prefix() + "tables\n");
    ours.stream()
        .sorted(Comparator.comparing((String line) -> String.join(" ", words(line))))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static List<String> words(String line) {
    List<String> words = List.of(line.split(" "));
    return words.subList(0, Math.min(2, words.size()));
  }

  @Override
  public List<AddressBlock> trusted(String listing) {
    return TRUSTED
        .matcher(listing)
        .results()
        .map(line -> AddressBlock.parse(line.group(1)))
        .sorted()
        .toList();
  }
}
