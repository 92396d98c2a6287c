package io.viking.examples.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Network namespaces: one of the client, one of the server, and one for each lane's host, joined by
 * pairs of virtual interfaces; or one for all of them. Nothing of it is seen outside, and all of it
 * goes when this is closed. What an earlier run has left is removed first.
 */
final class Wires implements AutoCloseable {
  static final String PREFIX = "viking-bench-";
  static final String CLIENT = PREFIX + "client";
  static final String SERVER = PREFIX + "server";

  /** Where the names of namespaces are, see ip-netns(8). */
  private static final String NAMES = "/run/netns/";

  private static final Path LOCK = Path.of("/run/lock/viking-bench-ambassador");

  /** Short connections leave many ports waiting; no way is to be measured by their number. */
  private static final String SETTINGS =
      "cd /proc/sys/net && echo 1024 65535 >ipv4/ip_local_port_range"
          + " && echo 1 >ipv4/tcp_tw_reuse"
          + " && echo 262144 >ipv4/tcp_max_tw_buckets"
          + " && echo 16384 >core/somaxconn"
          + " && echo 1 >ipv4/ip_forward";

  private final FileChannel lock;

  private Wires(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Makes the namespaces of these lanes.
   *
   * @throws BenchmarkException if another run has them, or the machine does not allow it
   */
  static Wires create(Collection<Lane> lanes) {
    Wires wires = new Wires(lock());
    try {
      removeAll();
      Stream.of(CLIENT, SERVER).forEach(Wires::namespace);
      lanes.forEach(Wires::connect);
      return wires;
    } catch (BenchmarkException e) {
      wires.close();
      throw e;
    }
  }

  /**
   * Makes one namespace, under all those names, in which all these lanes are addresses of the
   * loopback interface.
   *
   * @throws BenchmarkException if another run has them, or the machine does not allow it
   */
  static Wires loopback(Collection<Lane> lanes) {
    Wires wires = new Wires(lock());
    try {
      removeAll();
      namespace(CLIENT);
      alias(SERVER);
      lanes.forEach(Wires::onLoopback);
      return wires;
    } catch (BenchmarkException e) {
      wires.close();
      throw e;
    }
  }

  /** Another name of the client's namespace. */
  private static void alias(String name) {
    Tool.demand(List.of("touch", NAMES + name));
    Tool.demand(List.of("mount", "--bind", NAMES + CLIENT, NAMES + name));
  }

  private static void onLoopback(Lane lane) {
    alias(lane.namespace());
    for (String address : List.of(lane.client(), lane.host(), lane.back(), lane.server())) {
      ip("-n", CLIENT, "addr", "add", address + "/32", "dev", "lo");
    }
    // Else who connects to an address of its own comes from just that one.
    ip(
        "-n",
        CLIENT,
        "route",
        "replace",
        "local",
        lane.host(),
        "dev",
        "lo",
        "table",
        "local",
        "src",
        lane.client());
  }

  private static FileChannel lock() {
    try {
      FileChannel channel =
          FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new BenchmarkException(
            "another bench/ambassador is running.\n  Fix: wait until it has ended.");
      }
      return channel;
    } catch (IOException e) {
      throw new BenchmarkException("cannot lock " + LOCK + ": " + e.getMessage(), e);
    }
  }

  private static void namespace(String name) {
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
    Tool.demand(Tool.inside(name, List.of("sh", "-c", SETTINGS)));
  }

  private static void connect(Lane lane) {
    namespace(lane.namespace());
    int number = lane.way().number();
    wire(lane.namespace(), "client", lane.host(), CLIENT, "host" + number, lane.client());
    wire(lane.namespace(), "server", lane.back(), SERVER, "host" + number, lane.server());
    ip("-n", CLIENT, "route", "add", lane.server() + "/32", "via", lane.host());
    ip("-n", SERVER, "route", "add", lane.client() + "/32", "via", lane.back());
  }

  private static void wire(
      String one,
      String oneName,
      String oneAddress,
      String two,
      String twoName,
      String twoAddress) {
    ip("-n", one, "link", "add", oneName, "type", "veth", "peer", "name", twoName, "netns", two);
    ip("-n", one, "addr", "add", oneAddress + "/24", "dev", oneName);
    ip("-n", two, "addr", "add", twoAddress + "/24", "dev", twoName);
    ip("-n", one, "link", "set", oneName, "up");
    ip("-n", two, "link", "set", twoName, "up");
  }

  private static String ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    return Tool.demand(command);
  }

  /** Ends what still runs in our namespaces, and removes them. */
  private static void removeAll() {
    ip("netns", "list")
        .lines()
        .map(line -> line.split(" ", -1)[0])
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> {
              ip("netns", "pids", name).lines().forEach(Wires::kill);
              ip("netns", "del", name);
            });
  }

  private static void kill(String pid) {
    ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Removes everything; may be repeated. */
  @Override
  public synchronized void close() {
    if (!lock.isOpen()) {
      return;
    }
    try (lock) {
      removeAll();
    } catch (IOException e) {
      throw new BenchmarkException("cannot unlock " + LOCK + ": " + e.getMessage(), e);
    }
  }
}
