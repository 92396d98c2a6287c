package io.viking.docker.registrar;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses in text form, never looked up by name. */
public final class IpLiteral {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
  private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** RFC 4291 writes none longer than 45; the pattern looks at each part of a longer one twice. */
  private static final int LONGEST = 45;

  private IpLiteral() {}

  /** The address that the text writes; empty if it is not an IPv4 or IPv6 literal. */
  public static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST || (!V4.matcher(text).matches() && !V6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether other hosts can use the text as an address: a literal that is neither loopback nor a
   * wildcard.
   */
  public static boolean isReachable(String text) {
    return parse(text)
        .filter(
            ip -> !ip.isLoopbackAddress() && !ip.isAnyLocalAddress() && !ip.isMulticastAddress())
        .isPresent();
  }
}
