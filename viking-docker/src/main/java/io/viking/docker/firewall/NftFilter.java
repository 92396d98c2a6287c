package io.viking.docker.firewall;

import io.viking.docker.ambassador.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The firewall as a table of nftables. */
final class NftFilter implements PacketFilter {
  // Without what counters have counted.
  private static final List<String> LIST =
      Stream.concat(
              Stream.of("--stateless", "list", "table"), Stream.of(NftRendering.TABLE.split(" ")))
          .toList();

  private static final Pattern TRUSTED =
      Pattern.compile("chain forward \\{.*?\n\t}", Pattern.DOTALL);
  private static final Pattern SOURCES =
      Pattern.compile("^\\s*ip6? saddr \\{?([^{}]+?)}? accept", Pattern.MULTILINE);

  private final Program nft;

  NftFilter(Program nft) {
    this.nft = nft;
  }

  @Override
  public void apply(RuleSet rules) throws IOException {
    nft.run(NftRendering.replace(rules), "-f", "-");
  }

  @Override
  public boolean remove() throws IOException {
    if (!isThere()) {
      return false;
    }
    nft.run(NftRendering.remove(), "-f", "-");
    return true;
  }

  private boolean isThere() throws IOException {
    return nft.run("", "list", "tables").lines().anyMatch(("table " + NftRendering.TABLE)::equals);
  }

  @Override
  public Optional<String> listing() throws IOException {
    try {
      return isThere() ? Optional.of(nft.run("", LIST.toArray(String[]::new))) : Optional.empty();
    } catch (IOException e) {
      // Somebody may have taken it away in between.
      if (isThere()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public String listingOf(RuleSet rules) throws IOException {
    return EmptyNetwork.run(
        NftRendering.replace(rules), "nft -f - && nft " + String.join(" ", LIST));
  }

  @Override
  public List<AddressBlock> trusted(String listing) {
    return TRUSTED
        .matcher(listing)
        .results()
        .flatMap(chain -> SOURCES.matcher(chain.group()).results())
        .flatMap(line -> Stream.of(line.group(1).trim().split("[,\\s]+")))
        .map(AddressBlock::parse)
        .sorted()
        .toList();
  }
}
