package io.viking.docker.firewall;

import io.netty.util.NetUtil;
import io.viking.docker.registrar.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An IP address, or all that begin with the same bits. Immutable.
 *
 * @param address the first of them, as an IP literal
 * @param prefix how many bits they have in common
 */
public record AddressBlock(String address, int prefix) implements Comparable<AddressBlock> {
  /** The block as it is written always: bits after the prefix are cleared. */
  public AddressBlock {
    byte[] bits = bytes(address);
    if (prefix < 0 || prefix > bits.length * Byte.SIZE) {
      throw new IllegalArgumentException(
          "'" + address + "/" + prefix + "' has no such prefix: " + bits.length * Byte.SIZE);
    }
    for (int bit = prefix; bit < bits.length * Byte.SIZE; bit++) {
      bits[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    address = text(bits);
  }

  /** One address. */
  static AddressBlock of(InetAddress address) {
    byte[] bits = address.getAddress();
    return new AddressBlock(text(bits), bits.length * Byte.SIZE);
  }

  /**
   * Reads {@code 10.0.0.1}, {@code 10.0.0.0/24}, {@code fd00::1} or {@code fd00::/64}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    if (IpLiteral.parse(literal).isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no address.\n  Fix: write 10.0.0.1, 10.0.0.0/24, fd00::1 or fd00::/64");
    }
    if (slash < 0) {
      return of(IpLiteral.parse(literal).orElseThrow());
    }
    if (!text.substring(slash + 1).matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "'" + text + "' has no prefix after the '/'.\n  Fix: write it as in 10.0.0.0/24");
    }
    return new AddressBlock(literal, Integer.parseInt(text.substring(slash + 1)));
  }

  /** Sorted, and without those that others contain. */
  static List<AddressBlock> merged(Collection<AddressBlock> blocks) {
    return blocks.stream()
        .filter(one -> blocks.stream().noneMatch(o -> !o.equals(one) && o.contains(one)))
        .distinct()
        .sorted()
        .toList();
  }

  private boolean contains(AddressBlock other) {
    return isIpv6() == other.isIpv6()
        && other.prefix >= prefix
        && new AddressBlock(other.address, prefix).address.equals(address);
  }

  /** Whether it is of IPv6. */
  boolean isIpv6() {
    return address.contains(":");
  }

  private boolean isOne() {
    return prefix == (isIpv6() ? 128 : 32);
  }

  private static byte[] bytes(String literal) {
    return IpLiteral.parse(literal)
        .orElseThrow(() -> new IllegalArgumentException("'" + literal + "' is no IP address"))
        .getAddress();
  }

  private static String text(byte[] bits) {
    try {
      // IPv6 as it is written everywhere else: InetAddress writes out every zero.
      return NetUtil.toAddressString(InetAddress.getByAddress(bits));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public int compareTo(AddressBlock other) {
    byte[] mine = bytes(address);
    byte[] theirs = bytes(other.address);
    int byFamily = Integer.compare(mine.length, theirs.length);
    int byAddress = byFamily != 0 ? byFamily : Arrays.compareUnsigned(mine, theirs);
    return byAddress != 0 ? byAddress : Integer.compare(prefix, other.prefix);
  }

  /** {@code 10.0.0.1} for one address, else {@code 10.0.0.0/24}. */
  @Override
  public String toString() {
    return isOne() ? address : address + "/" + prefix;
  }
}
