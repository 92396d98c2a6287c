package io.viking.docker.ambassador;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads a line of the kernel's table of connections, as {@code /proc/net/nf_conntrack} and {@code
 * conntrack -L} print it: the state, what the client sent, and what is expected to answer.
 *
 * <pre>{@code
 * ipv4 2 tcp 6 431999 ESTABLISHED src=172.17.0.3 dst=172.17.0.1 sport=45678 dport=10001
 *     src=10.0.0.2 dst=10.0.0.1 sport=32768 dport=45678 [ASSURED] mark=0 zone=0 use=2
 * }</pre>
 */
final class TrackedConnection {
  private static final String SOURCE = " src=";

  /** The kernel keeps these for a while though nobody has the connection any more. */
  private static final Set<String> OVER = Set.of("TIME_WAIT", "CLOSE", "NONE");

  private TrackedConnection() {}

  /**
   * The flow that a line is of, if it is of an open TCP connection.
   *
   * @param answering whether that port of the answering side is of interest: asked first, since of
   *     a long table few lines are
   */
  static Optional<KernelFlow> read(String line, IntPredicate answering) {
    int sent = line.indexOf(SOURCE);
    int answer = sent < 0 ? -1 : line.indexOf(SOURCE, sent + 1);
    if (answer < 0 || !isTcp(line)) {
      return Optional.empty();
    }
    int port = number(line, " sport=", answer);
    if (port < 0 || !answering.test(port) || OVER.contains(state(line, sent))) {
      return Optional.empty();
    }
    Optional<InetSocketAddress> to =
        address(text(line, " dst=", sent), number(line, " dport=", sent));
    return to.flatMap(
        known ->
            address(text(line, SOURCE, answer), port).map(from -> new KernelFlow(known, from)));
  }

  private static boolean isTcp(String line) {
    return line.startsWith("tcp ") || line.contains(" tcp ");
  }

  /** The word before the addresses. */
  private static String state(String line, int end) {
    return line.substring(line.lastIndexOf(' ', end - 1) + 1, end);
  }

  private static Optional<InetSocketAddress> address(String ip, int port) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(ip);
    return address == null || port < 0
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(address, port));
  }

  private static int number(String line, String name, int from) {
    String text = text(line, name, from);
    try {
      int number = Integer.parseInt(text);
      return number >= 0 && number <= 0xffff ? number : -1;
    } catch (NumberFormatException another) {
      return -1;
    }
  }

  private static String text(String line, String name, int from) {
    int start = line.indexOf(name, from);
    if (start < 0) {
      return "";
    }
    int end = line.indexOf(' ', start + name.length());
    return line.substring(start + name.length(), end < 0 ? line.length() : end);
  }
}
