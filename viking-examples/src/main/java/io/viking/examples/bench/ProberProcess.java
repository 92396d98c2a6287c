package io.viking.examples.bench;

import java.util.List;

/** The benchmark's end of a {@link Prober}. For one thread. */
final class ProberProcess implements AutoCloseable {
  private final WorkerProcess process;

  private ProberProcess(WorkerProcess process) {
    this.process = process;
  }

  static ProberProcess start() {
    List<String> java =
        Java.command(List.of("-Xmx64m", "-XX:+UseSerialGC"), Prober.class, List.of());
    return new ProberProcess(WorkerProcess.start(Tool.inside(Wires.CLIENT, java)));
  }

  /**
   * Waits for the first answer from that address.
   *
   * @return of how many bytes it was, with its head
   * @throws InvalidFigureException if none comes
   */
  int first(String address) {
    beginFirst(address);
    return answer();
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

  int answer() {
    String answer = process.answer();
    if (!answer.matches("\\d+")) {
      throw new InvalidFigureException(answer);
    }
    return Integer.parseInt(answer);
  }

  @Override
  public void close() {
    process.close();
  }
}
