package io.viking.docker.firewall;

/** By which program the kernel is told the rules. */
public enum Backend {
  /** {@code nft}: a table of our own. */
  NFTABLES,
  /** {@code iptables} and {@code ip6tables}: chains of our own. */
  IPTABLES
}
