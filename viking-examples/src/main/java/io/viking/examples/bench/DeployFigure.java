package io.viking.examples.bench;

import static io.viking.examples.bench.DeployTime.API_LIST;
import static io.viking.examples.bench.DeployTime.API_REACHABLE;
import static io.viking.examples.bench.DeployTime.API_REMOVE;
import static io.viking.examples.bench.DeployTime.API_START;
import static io.viking.examples.bench.DeployTime.SHELL_REACHABLE;
import static io.viking.examples.bench.DeployTime.SHELL_REMOVE;
import static io.viking.examples.bench.DeployTime.SHELL_START;
import static io.viking.examples.bench.DeployTime.VIKING_DEPLOY;
import static io.viking.examples.bench.DeployTime.VIKING_REDEPLOY;
import static io.viking.examples.bench.DeployTime.VIKING_REMOVE;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code bench/deploy} answers, in the order in which it is shown. */
enum DeployFigure {
  DEPLOY100_VS_API(VIKING_DEPLOY, API_START, Scale.TIME, "deploy : create and start by the API"),
  DEPLOY100_VS_SHELL(VIKING_DEPLOY, SHELL_START, Scale.RATE, "deploy, rate : a docker run loop"),
  REDEPLOY100_S(VIKING_REDEPLOY, API_LIST, Scale.SECONDS, "deploy, unchanged; a list by the API"),
  REMOVE100_VS_API(VIKING_REMOVE, API_REMOVE, Scale.TIME, "remove : stop and remove by the API"),
  REMOVE100_VS_SHELL(VIKING_REMOVE, SHELL_REMOVE, Scale.RATE, "remove, rate : a docker rm -f loop"),
  REACHABLE100_VS_API(
      VIKING_DEPLOY, API_REACHABLE, Scale.TIME, "deploy : the API, until all are registered"),
  REACHABLE100_VS_SHELL(
      VIKING_DEPLOY, SHELL_REACHABLE, Scale.RATE, "deploy, rate : docker run, until registered"),
  REDEPLOY100_VS_LIST(
      VIKING_REDEPLOY, API_LIST, Scale.TIME, "deploy, unchanged : a list by the API");

  /** What the value of a figure is. */
  private enum Scale {
    /** viking's time as a multiple of its peer's. */
    TIME,
    /** Containers a second, as a multiple of the peer's. */
    RATE,
    /** viking's time itself. */
    SECONDS
  }

  private final DeployTime viking;
  private final DeployTime peer;
  private final Scale scale;
  private final String title;

  DeployFigure(DeployTime viking, DeployTime peer, Scale scale, String title) {
    this.viking = viking;
    this.peer = peer;
    this.scale = scale;
    this.title = title;
  }

  /** What it is called in the JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What came out; empty where it was not measured. */
  Optional<Finding> finding(DeployReadings readings) {
    List<Pair> pairs = readings.pairs(viking, peer);
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            new Finding.Subject(key(), bar().isPresent(), title),
            new Finding.Values(
                seconds(pairs.stream().map(Pair::viking).toList()),
                seconds(pairs.stream().map(Pair::peer).toList()),
                Optional.of(Summary.of(pairs.stream().map(this::value).toList()))),
            bar()));
  }

  private double value(Pair seconds) {
    return switch (scale) {
      case TIME -> seconds.viking() / seconds.peer();
      case RATE -> seconds.peer() / seconds.viking();
      case SECONDS -> seconds.viking();
    };
  }

  private static String seconds(List<Double> rounds) {
    return String.format(Locale.ROOT, "%.2f s", Statistics.median(rounds));
  }

  /** What it has to reach; empty where it is for information. */
  private Optional<Bar> bar() {
    return switch (this) {
      case DEPLOY100_VS_API, REMOVE100_VS_API -> Optional.of(Bar.atMost(1.15));
      case DEPLOY100_VS_SHELL, REMOVE100_VS_SHELL -> Optional.of(Bar.atLeast(0.95));
      case REDEPLOY100_S -> Optional.of(Bar.below(1));
      default -> Optional.empty();
    };
  }
}
