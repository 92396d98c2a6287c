package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Whether this machine has what the kernel path takes. */
final class KernelSupport {
  private static final Path IPV4 = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");

  private static final String NO_PROGRAM =
      "there is no program 'nft'.\n  Fix: install the package nftables.";

  private KernelSupport() {}

  /** Why the kernel cannot take any connection; empty if it can. */
  static Optional<String> missing() {
    // TEST-NET-1 of RFC 5737: an address is needed, and nobody has this one.
    InetAddress any = new InetSocketAddress("192.0.2.1", 1).getAddress();
    return NftProcess.find()
        .map(nft -> refused(any, nft, owner("")))
        .orElseGet(() -> Optional.of(NO_PROGRAM));
  }

  /** Letters and digits that no other process uses; they begin as all do of that owner. */
  static String owner(String name) {
    return ownerPrefix(name) + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** What the letters and digits of that owner begin with, after each of its starts. */
  static String ownerPrefix(String name) {
    // A name may have more, and other, characters than the kernel takes.
    return HexFormat.of().toHexDigits(name.hashCode());
  }

  /** Why the kernel cannot take the connections to that address; empty if it can. */
  static Optional<String> missing(InetAddress gateway, Optional<Nft> nft, String owner) {
    if (gateway.isLoopbackAddress() || gateway.isAnyLocalAddress()) {
      return Optional.of(
          gateway.getHostAddress()
              + " is no address that packets from containers go to.\n"
              + "  Fix: listen on the address of a bridge.");
    }
    if (nft.isEmpty()) {
      return Optional.of(NO_PROGRAM);
    }
    return refused(gateway, nft.get(), owner).or(() -> notForwarding(gateway));
  }

  private static Optional<String> refused(InetAddress gateway, Nft nft, String owner) {
    try {
      nft.run(NftScript.trial(sample(gateway), owner), "-f", "-");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "the kernel does not take a table: "
              + e.getMessage()
              + ".\n  Fix: run as root or with CAP_NET_ADMIN, on Linux 5.6 or newer with nftables"
              + " 0.9.4 or newer.");
    }
  }

  /** One of every kind. */
  private static KernelTable sample(InetAddress gateway) {
    KernelChain chain = new KernelChain(1, "sample");
    TreeMap<KernelChain, List<InetSocketAddress>> chains = new TreeMap<>();
    chains.put(
        chain, List.of(new InetSocketAddress(gateway, 1), new InetSocketAddress(gateway, 2)));
    TreeMap<KernelLink, KernelChain> links = new TreeMap<>();
    links.put(new KernelLink(gateway, 1), chain);
    return new KernelTable(gateway, chains, links);
  }

  private static Optional<String> notForwarding(InetAddress gateway) {
    Path setting = gateway instanceof Inet4Address ? IPV4 : IPV6;
    try {
      if (!Files.readString(setting).trim().equals("0")) {
        return Optional.empty();
      }
      return Optional.of(
          "this machine does not forward packets: "
              + setting
              + " is 0.\n  Fix: sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    } catch (IOException e) {
      return Optional.of(
          "it is not known whether this machine forwards packets: "
              + e.getMessage()
              + ".\n  Fix: mount /proc.");
    }
  }
}
