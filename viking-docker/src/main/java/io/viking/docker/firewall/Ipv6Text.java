package io.viking.docker.firewall;

import java.util.ArrayList;
import java.util.List;

/** IPv6 addresses as RFC 5952 writes them; {@code InetAddress} writes out every zero. */
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static String of(byte[] bits) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(Integer.toHexString(((bits[2 * i] & 0xff) << 8) | (bits[2 * i + 1] & 0xff)));
    }
    int start = 0;
    int longest = 1; // a single zero is written
    for (int i = 0; i < GROUPS; i++) {
      int length = zeros(groups, i);
      if (length > longest) {
        start = i;
        longest = length;
      }
    }
    return longest == 1
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + longest, GROUPS));
  }

  private static int zeros(List<String> groups, int from) {
    int end = from;
    while (end < GROUPS && groups.get(end).equals("0")) {
      end++;
    }
    return end - from;
  }
}
