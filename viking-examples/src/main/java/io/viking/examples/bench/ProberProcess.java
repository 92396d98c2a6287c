package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.util.List;
import java.util.function.UnaryOperator;

/** The benchmark's end of a {@link Prober}. For one thread. */
final class ProberProcess implements AutoCloseable {
  private final WorkerProcess process;

  private ProberProcess(WorkerProcess process) {
    this.process = process;
  }

  /** Starts one where that makes commands run. */
  static ProberProcess start(UnaryOperator<List<String>> inside) {
    List<String> java =
        Java.command(List.of("-Xmx64m", "-XX:+UseSerialGC"), Prober.class, List.of());
    return new ProberProcess(WorkerProcess.start(inside.apply(java)));
  }

  /**
   * Waits for the first answer from that address.
   *
   * @return of how many bytes it was, with its head
   * @throws InvalidFigureException if none comes
   */
  int first(String address) {
    beginFirst(address);
    return Math.toIntExact(answer());
  }

  /** Begins to wait for the first answer; {@link #answer} has it. */
  void beginFirst(String address) {
    process.tell("first " + address + " " + Lane.HTTP);
  }

  /** Opens so many connections, each of which has had one answer. */
  void open(int count, String address) {
    process.tell("open " + count + " " + address + " " + Lane.HTTP);
    answer();
  }

  /** Closes what it has opened. */
  void closeConnections() {
    process.tell("close");
    answer();
  }

  /** Tells it something, of which {@link #answer} has the answer. */
  void begin(String command, HostAndPort address) {
    process.tell(command + " " + address.host() + " " + address.port());
  }

  /** Tells it something, and waits for the answer. */
  long ask(String command, HostAndPort address) {
    begin(command, address);
    return answer();
  }

  /** Asks it something that is about no address. */
  long ask(String command) {
    process.tell(command);
    return answer();
  }

  long answer() {
    String answer = process.answer();
    if (!answer.matches("\\d+")) {
      throw new InvalidFigureException(answer);
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() {
    process.close();
  }
}
