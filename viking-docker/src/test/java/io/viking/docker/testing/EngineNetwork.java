package io.viking.docker.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with one cable to the machine, so that an engine can have its bridge, its
 * rules and its ports to itself and still be reached from a test.
 *
 * <p>The addresses are from 198.18.0.0/15, set aside for measuring devices (RFC 2544), so they are
 * nobody's real ones.
 */
final class EngineNetwork {
  private final String name;
  private final int slot;

  EngineNetwork(EngineSlot slot) {
    this.name = slot.name();
    this.slot = slot.number();
  }

  /** The engine's address, which the machine reaches it at. */
  String engineAddress() {
    return "198.18." + slot + ".2";
  }

  /** The machine's address, which the engine's containers reach it at. */
  String machineAddress() {
    return "198.18." + slot + ".1";
  }

  /** What to put before a command to run it in the namespace. */
  List<String> enter(List<String> command) {
    List<String> entered = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
    entered.addAll(command);
    return entered;
  }

  void create() {
    ip("netns", "add", name);
    ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("address", "add", machineAddress() + "/30", "dev", name);
    ip("link", "set", name, "up");
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", name, "address", "add", engineAddress() + "/30", "dev", "eth0");
    join();
  }

  /** Pulls the plug at the engine's end; the machine's route stays, and leads to nobody. */
  void cut() {
    ip("-n", name, "link", "set", "eth0", "down");
  }

  /** Puts the plug back; the default route went with it. */
  void join() {
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "route", "add", "default", "via", machineAddress());
  }

  /** Removes the namespace and its cable, if they are there. */
  void remove() {
    if (Files.exists(Path.of("/run/netns", name))) {
      ip("netns", "delete", name);
    }
    // The cable goes with the namespace, but not at once.
    if (Files.exists(Path.of("/sys/class/net", name))) {
      try {
        ip("link", "delete", name);
      } catch (IllegalStateException e) {
        if (Files.exists(Path.of("/sys/class/net", name))) {
          throw e;
        }
      }
    }
  }

  /** The processes that are in the namespace. */
  List<Long> processes() {
    if (!Files.exists(Path.of("/run/netns", name))) {
      return List.of();
    }
    return ip("netns", "pids", name).lines().map(Long::valueOf).toList();
  }

  private static String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }
}
