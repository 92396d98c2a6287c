package io.viking.ports;

import io.viking.ports.testing.Await;
import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.history.PortHistory;
import io.viking.ports.testing.history.PortsProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Processes that run {@link PortsProgram}, each with a record of its own in one folder. For one
 * thread. Closing ends those that still run.
 */
final class CallingProcesses implements AutoCloseable {
  private static final Duration SLOW = Duration.ofMinutes(1);

  private final Path folder;
  private final Function<Path, List<String>> arguments;
  private final List<Path> records = new ArrayList<>();
  private final List<ChildJvm> running = new ArrayList<>();

  /**
   * None yet.
   *
   * @param folder where they keep their records
   * @param arguments of {@link PortsProgram}, for the process with that record
   */
  CallingProcesses(Path folder, Function<Path, List<String>> arguments) {
    this.folder = folder;
    this.arguments = arguments;
  }

  /** One more. */
  void start() {
    Path record = folder.resolve("p" + records.size() + ".calls");
    records.add(record);
    running.add(ChildJvm.start(PortsProgram.class, "64m", arguments.apply(record)));
  }

  /** Ends one in the middle of its calls, and starts another one. */
  void replace(int index) {
    ChildJvm killed = running.remove(index % running.size());
    killed.kill();
    start();
  }

  /** Waits until all have called. */
  void awaitCalls() {
    Await.until("all processes call", SLOW, () -> records.stream().allMatch(this::isWritten));
  }

  private boolean isWritten(Path record) {
    try {
      return Files.exists(record) && Files.size(record) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits that long.
   *
   * @throws IllegalStateException if one ends in that time, which none should
   */
  void keepCalling(Duration time) {
    if (ChildJvm.awaitAnyEnd(running, time)) {
      throw new IllegalStateException("a process ended by itself; its output is above");
    }
  }

  /** Lets all end, and reads what they, and those that were killed, have written. */
  PortHistory end() {
    running.forEach(ChildJvm::closeInput);
    running.forEach(child -> child.awaitEnd(SLOW));
    return PortHistory.read(records);
  }

  @Override
  public void close() {
    running.forEach(ChildJvm::close);
  }
}
