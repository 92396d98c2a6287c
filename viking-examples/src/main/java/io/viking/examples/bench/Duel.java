package io.viking.examples.bench;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A figure that compares two operations under the same number of callers.
 *
 * @param callers how many callers
 * @param viking whose value is viking's
 * @param peer whose value is the peer's
 */
record Duel(int callers, Side viking, Side peer) {
  /**
   * One side.
   *
   * @param operation what is called
   * @param value which value counts
   */
  record Side(Operation operation, Value value) {
    private double of(Map<Operation, List<Sample>> rounds, int round) {
      Sample sample = Objects.requireNonNull(rounds.get(operation)).get(round);
      return switch (value) {
        case PER_SECOND -> sample.perSecond();
        case MEDIAN -> sample.medianMillis();
        case P99 -> sample.p99Millis();
      };
    }
  }

  /** Which value of a sample. */
  enum Value {
    PER_SECOND,
    MEDIAN,
    P99
  }

  /** How that figure is measured, if it is a duel. */
  static Optional<Duel> of(Figure figure) {
    return switch (figure) {
      case NEW_PORT_1 -> median(Operation.VIKING_NEW, Operation.RAW_TRANSACTION);
      case KNOWN_PORT_1 -> median(Operation.VIKING_KNOWN, Operation.RAW_GET);
      case KNOWN_PORT_1_UNSEEN -> median(Operation.VIKING_UNSEEN, Operation.RAW_GET);
      case NEW_PORTS_64 -> crowd(Value.PER_SECOND, Value.PER_SECOND);
      case NEW_PORTS_64_P99 -> crowd(Value.P99, Value.MEDIAN);
      default -> Optional.empty();
    };
  }

  private static Optional<Duel> median(Operation viking, Operation peer) {
    return Optional.of(new Duel(1, new Side(viking, Value.MEDIAN), new Side(peer, Value.MEDIAN)));
  }

  private static Optional<Duel> crowd(Value viking, Value peer) {
    return Optional.of(
        new Duel(64, new Side(Operation.VIKING_NEW, viking), new Side(Operation.NAIVE_LOOP, peer)));
  }

  /** One pair a round, from both operations' samples of the same rounds. */
  List<Pair> pairs(Map<Operation, List<Sample>> rounds) {
    int count = Objects.requireNonNull(rounds.get(viking.operation())).size();
    return IntStream.range(0, count)
        .mapToObj(round -> new Pair(viking.of(rounds, round), peer.of(rounds, round)))
        .toList();
  }
}
