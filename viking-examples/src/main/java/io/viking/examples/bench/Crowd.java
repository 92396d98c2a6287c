package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Several processes that allocate at the same time, which begin together in each round. */
final class Crowd implements AutoCloseable {
  private static final int PROCESSES = 4;
  private static final int CALLERS = 16;
  private static final int WARM_UP_ROUNDS = 2;

  private final Site site;
  private final Effort effort;
  private final List<WorkerProcess> processes = new ArrayList<>();

  private Crowd(Site site, Effort effort) {
    this.site = site;
    this.effort = effort;
  }

  /** Starts the processes, which stay for all rounds, so that they are warm. */
  static Crowd start(Site site, Effort effort) {
    Crowd crowd = new Crowd(site, effort);
    try {
      for (int i = 0; i < PROCESSES; i++) {
        crowd.processes.add(WorkerProcess.start(site.etcd(), "bench-" + i));
      }
      return crowd;
    } catch (BenchmarkException e) {
      crowd.close();
      throw e;
    }
  }

  /** One pair a round, after some that are not counted. */
  List<Pair> run() {
    EnumSet<Operation> operations = EnumSet.of(Operation.VIKING_NEW, Operation.NAIVE_LOOP);
    Map<Operation, List<Sample>> samples =
        new Turns(site, effort)
            .inTurns(WARM_UP_ROUNDS + effort.rounds(), operations, this::together);
    List<Sample> viking = Objects.requireNonNull(samples.get(Operation.VIKING_NEW));
    List<Sample> naive = Objects.requireNonNull(samples.get(Operation.NAIVE_LOOP));
    return IntStream.range(WARM_UP_ROUNDS, viking.size())
        .mapToObj(i -> new Pair(viking.get(i).perSecond(), naive.get(i).perSecond()))
        .toList();
  }

  private Sample together(Operation operation) {
    String command =
        String.join(
            " ",
            "load",
            operation.name(),
            site.fresh().baseKey(),
            Integer.toString(CALLERS),
            Long.toString(effort.slice(PROCESSES * CALLERS, operation).toMillis()));
    processes.forEach(process -> process.tell(command));
    processes.forEach(WorkerProcess::answer);
    processes.forEach(process -> process.tell("go"));
    return Sample.together(
        processes.stream().map(process -> Sample.parse(process.answer())).toList());
  }

  @Override
  public void close() {
    processes.forEach(WorkerProcess::close);
  }
}
