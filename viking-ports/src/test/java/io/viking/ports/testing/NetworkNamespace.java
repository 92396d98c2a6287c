package io.viking.ports.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace that is joined with this machine by one link, which can be cut so that
 * packets get lost without a word. Needs Linux, root and {@code ip}: where they are missing the
 * test is skipped, or fails if the system property {@code viking.it.required} is true. Closing
 * removes it.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final String link;
  private final String here;
  private final String there;

  private NetworkNamespace(String name, String link, String here, String there) {
    this.name = name;
    this.link = link;
    this.here = here;
    this.there = there;
  }

  /** A new one. */
  public static NetworkNamespace create() {
    Command.require("ip");
    requireRoot();
    long pid = ProcessHandle.current().pid();
    int number = NUMBER.incrementAndGet();
    String network = "10.232." + (pid + number) % 256 + "." + (pid / 256 % 64) * 4;
    String prefix = network.substring(0, network.lastIndexOf('.') + 1);
    int base = Integer.parseInt(network.substring(prefix.length()));
    NetworkNamespace made =
        new NetworkNamespace(
            "viking-" + pid + "-" + number,
            "vk" + pid % 100_000_000 + "-" + number,
            prefix + (base + 1),
            prefix + (base + 2));
    made.join();
    return made;
  }

  /** Its address, to which this machine can connect. */
  public String address() {
    return there;
  }

  /** Runs a program in it. */
  List<String> command() {
    return List.of("ip", "netns", "exec", name);
  }

  /** From now on nothing that is sent from it arrives. */
  public void cut() {
    ip("-n", name, "route", "add", "blackhole", here + "/32");
  }

  /** Ends {@link #cut}. */
  public void heal() {
    ip("-n", name, "route", "del", "blackhole", here + "/32");
  }

  @Override
  public void close() {
    ip("netns", "del", name);
  }

  private void join() {
    ip("netns", "add", name);
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("addr", "add", here + "/30", "dev", link);
    ip("link", "set", link, "up");
    ip("-n", name, "addr", "add", there + "/30", "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "link", "set", "lo", "up");
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Command.run(Map.of(), command);
  }

  private static void requireRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && Boolean.getBoolean("viking.it.required")) {
      Assertions.fail("only root makes network namespaces, and viking.it.required is true");
    }
    Assumptions.assumeTrue(root, "only root makes network namespaces");
  }
}
