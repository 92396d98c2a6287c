package io.viking.docker.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of a run.
 *
 * @param figure it in one line
 * @param problems what did not hold; empty if all did
 * @param record what happened, a line each
 */
record SoakResult(String figure, List<String> problems, List<String> record) {
  SoakResult {
    problems = List.copyOf(problems);
    record = List.copyOf(record);
  }

  static Builder of(Duration length, String dataPath) {
    return new Builder(length, dataPath);
  }

  /** Gathers it. Each part judges what it is given; used once. */
  static final class Builder {
    private static final double NEARLY_ALL = 0.95;
    private static final double MOST = 0.7;

    private final Duration length;
    private final List<String> figures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> record = new ArrayList<>();

    private Builder(Duration length, String dataPath) {
      this.length = length;
      figures.add(dataPath + ", " + length.toSeconds() + " s");
    }

    Builder problems(List<String> more) {
      problems.addAll(more);
      return this;
    }

    /** The load, which must have been what it was meant to be. */
    Builder load(LoadCounts counts) {
      double seconds = seconds();
      require(counts.connections(), Soak.A_SECOND * seconds * NEARLY_ALL, "connections were made");
      require(
          counts.repeated(), Soak.STAYING * seconds * MOST, "requests on connections that stay");
      figures.add(
          text(
              "%,d connections (p99 %.1f ms, longest %.1f ms), %d that stayed with %,d requests",
              counts.connections(),
              counts.millis(0.99),
              counts.millis(1),
              Soak.STAYING,
              counts.repeated()));
      return this;
    }

    /** The endpoints, which must have come and gone. */
    Builder changes(Comings comings, Instances instances) {
      problems(instances.problems());
      return changes(comings.came(), comings.faults(), instances.faults());
    }

    Builder changes(int came, List<Fault> gone, List<Fault> removed) {
      double seconds = seconds();
      require(came, seconds * MOST, "endpoints came");
      require(gone.size(), (seconds - 5) * MOST, "endpoints went");
      require(removed.size(), seconds / 20, "containers were removed");
      figures.add(
          text(
              "%d endpoints came; %d left, %d died, %d were cut off, %d containers were removed",
              came + removed.size(),
              count(gone, Fault.Kind.LEFT),
              count(gone, Fault.Kind.DIED),
              count(gone, Fault.Kind.CUT_OFF),
              removed.size()));
      return this;
    }

    private static int count(List<Fault> faults, Fault.Kind kind) {
      return (int) faults.stream().filter(fault -> fault.kind() == kind).count();
    }

    /** Endpoints that had left. */
    Builder leavings(List<Leaving> leavings, List<Fault> faults) {
      return problems(Leaving.problems(leavings, faults));
    }

    /** Connections that failed. */
    Builder verdict(
        List<Failure> failures,
        List<Fault> faults,
        Function<Failure, Optional<String>> endpoint,
        boolean kernel) {
      Verdict verdict = Verdict.of(failures, faults, endpoint, kernel);
      problems(verdict.unexplained());
      faults.forEach(fault -> record.add(fault.toString()));
      verdict.explained().forEach(failure -> record.add("explained: " + failure));
      figures.add(
          text(
              "%d failed unexplained, %d with the endpoint that the run had ended",
              verdict.unexplained().size(), verdict.explained().size()));
      return this;
    }

    /** Restarts, which must have been as many as were planned. */
    Builder restarts(SoakSchedule schedule, List<Fault> restarts) {
      int engine = count(restarts, Fault.Kind.ENGINE_RESTARTED);
      int etcd = count(restarts, Fault.Kind.ETCD_RESTARTED);
      require(engine, schedule.engineRestarts(), "restarts of the engine");
      require(etcd, 1, "restarts of etcd");
      figures.add(text("%d restarts of the engine, %d of etcd", engine, etcd));
      return this;
    }

    /** What the agent's process has had. */
    Builder samples(List<Sample> samples) {
      List<Growth> growth = Growth.of(samples, length);
      samples.forEach(sample -> record.add(sample.toString()));
      problems(Growth.problems(growth, length));
      figures.add(String.join(", ", growth.stream().map(Growth::toString).toList()));
      return this;
    }

    /** What the agent has more than before, when all connections have ended. */
    Builder afterwards(Quantity quantity, double more) {
      figures.add(text("afterwards %+.0f %s", more, quantity.unit()));
      if (more > quantity.toleranceAfterwards()) {
        problems.add(
            text(
                "the agent has %.0f %s more than before the load, not %.0f at most",
                more, quantity.unit(), quantity.toleranceAfterwards()));
      }
      return this;
    }

    /** Something to know when there is a problem. */
    Builder note(String line) {
      record.add(line);
      return this;
    }

    private double seconds() {
      return length.toMillis() / 1000.0;
    }

    private void require(double count, double least, String what) {
      if (count < least) {
        problems.add(text("only %.0f %s, not the %.0f that are needed", count, what, least));
      }
    }

    private static String text(String format, Object... arguments) {
      return String.format(Locale.ROOT, format, arguments);
    }

    SoakResult build() {
      return new SoakResult("soak: " + String.join("; ", figures), problems, record);
    }
  }
}
