package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's tables of ambassadors that are gone. An ambassador that is killed leaves its table
 * behind, and the next one takes that over; but not if it listens on another address, or has no
 * kernel path. Such a table would lead connections by permissions of long ago, for ever.
 */
public final class AbandonedTables {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedTables.class);
  private static final Pattern OWNER = Pattern.compile("counter owner-([0-9a-f]+) \\{");

  private final Nft nft;
  private final String owner;
  private final Map<InetAddress, Boolean> living;
  private final Set<InetAddress> here;

  private AbandonedTables(
      Nft nft, String owner, Map<InetAddress, Boolean> living, Set<InetAddress> here) {
    this.nft = nft;
    this.owner = KernelSupport.ownerPrefix(owner);
    this.living = living;
    this.here = here;
  }

  /**
   * Removes, in the network namespace of this process, each ambassador's table
   *
   * <ul>
   *   <li>of an address that one of these listens on without a kernel path, whoever made it;
   *   <li>of an address that none of these listens on, if it is of the same owner;
   *   <li>of an address that is none of this network namespace.
   * </ul>
   *
   * The tables of other owners that may be alive are left alone. Where there is no {@code nft},
   * this does nothing.
   *
   * @param owner the {@link AmbassadorOptions#owner()} of these
   * @param living all ambassadors of that owner that are not closed
   * @return false if {@code nft} failed or may not be used, so that tables may be left; it may be
   *     asked again
   */
  public static boolean sweep(String owner, Collection<Ambassador> living) {
    Optional<Nft> nft = NftProcess.find();
    try {
      if (nft.isPresent()) {
        Map<InetAddress, Boolean> kernel =
            living.stream()
                .collect(
                    Collectors.toMap(
                        Ambassador::address, Ambassador::hasKernelPath, Boolean::logicalOr));
        new AbandonedTables(nft.get(), owner, kernel, HostAddresses.read()).sweep();
      }
      return true;
    } catch (IOException e) {
      LOG.debug("the tables of ambassadors that are gone could not be looked for", e);
      return false;
    }
  }

  private void sweep() throws IOException {
    for (InetAddress address : tables(nft.run("", "list", "tables"))) {
      Matcher made =
          OWNER.matcher(nft.run("", "list", "counters", "table", NftScript.name(address)));
      // One without it is somebody else's.
      if (made.find() && isAbandoned(address, made.group(1))) {
        // Unless it is another's by now.
        nft.run(NftScript.remove(address, made.group(1)), "-f", "-");
        LOG.info("removed {}, the table of an ambassador that is gone", NftScript.name(address));
      }
    }
  }

  private static List<InetAddress> tables(String listing) {
    return listing
        .lines()
        .filter(line -> line.startsWith("table "))
        .flatMap(line -> NftScript.address(line.substring("table ".length())).stream())
        .toList();
  }

  private boolean isAbandoned(InetAddress address, String maker) {
    Boolean kernel = living.get(address);
    return kernel != null ? !kernel : maker.startsWith(owner) || !here.contains(address);
  }
}
