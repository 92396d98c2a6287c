package io.viking.docker.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What engines of killed JVMs have left on the machine. */
final class LeftOvers {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private LeftOvers() {}

  /** Removes what is left in all slots that nobody has. */
  static void sweep() {
    for (int number = 0; number < EngineSlot.SLOTS; number++) {
      // Looked at first, so that the slots of a tidy machine are not even locked.
      if (hasTraces(number)) {
        EngineSlot.tryTake(number).ifPresent(LeftOvers::sweep);
      }
    }
  }

  private static void sweep(EngineSlot slot) {
    try {
      remove(slot);
      LOG.info("Removed what a killed test had left of engine {}", slot.name());
    } catch (RuntimeException e) {
      // Another slot's: no reason to fail a test that does not need it.
      LOG.warn("Cannot remove what is left of engine {}", slot.name(), e);
    } finally {
      slot.free();
    }
  }

  private static boolean hasTraces(int number) {
    String name = EngineSlot.name(number);
    return Files.exists(EngineSlot.folder(number))
        || Files.exists(Path.of("/run/netns", name))
        || Files.exists(Path.of("/sys/class/net", name))
        || ControlGroups.exist(name);
  }

  /** Ends the processes that are left in a slot that the caller has, and removes its traces. */
  static void remove(EngineSlot slot) {
    EngineNetwork network = new EngineNetwork(slot);
    network
        .processes()
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    Await.until(
        DEADLINE,
        () -> "left-over processes " + network.processes() + " are gone",
        () -> network.processes().isEmpty());
    removeTraces(slot);
  }

  /** Removes what remains of an engine whose processes have ended. */
  static void removeTraces(EngineSlot slot) {
    ControlGroups.remove(slot.name());
    new EngineNetwork(slot).remove();
    slot.removeFolder();
  }
}
