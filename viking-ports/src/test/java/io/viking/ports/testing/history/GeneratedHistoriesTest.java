package io.viking.ports.testing.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Thousands of histories from seeds, right ones, wrong ones, and such as nobody has looked at. */
class GeneratedHistoriesTest {
  private static final String MONGO = "shared/mongo/27017/tcp";
  private static final String AUTH = "shared/auth/80/tcp";
  private static final String WEB = "app/web/80/tcp";
  private static final int HIGHEST = 3;

  private static List<Violation> check(PortHistory history, Map<String, Integer> records) {
    return new PortHistoryChecker(TableSimulation.RULES).check(history, PortState.of(records));
  }

  @Test
  void acceptsWhateverOneTableAnswers() {
    for (int seed = 0; seed < 30; seed++) {
      TableSimulation table = new TableSimulation(seed);

      PortHistory history = table.run(100);

      assertThat(check(history, table.records())).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void rejectsANumberThatIsChanged() {
    for (int seed = 0; seed < 30; seed++) {
      TableSimulation table = new TableSimulation(seed);
      PortHistory history = table.run(100);
      PortCall shown = any(history, seed, call -> kept(call).isPresent());
      String service = kept(shown).orElseThrow();

      PortHistory wrong = replace(history, shown, Map.of(service, 9999));

      assertThat(check(wrong, table.records())).as("seed %d: %s", seed, shown).isNotEmpty();
    }
  }

  private static Optional<String> kept(PortCall call) {
    return call.answer().numbers().keySet().stream().filter(TableSimulation::isKept).findFirst();
  }

  @Test
  void rejectsAnAnswerThatMissesWhatWasShownBefore() {
    for (int seed = 0; seed < 30; seed++) {
      TableSimulation table = new TableSimulation(seed);
      PortHistory history = table.run(100);
      PortCall shown = any(history, seed, call -> misses(history, call).isPresent());

      PortHistory wrong = replace(history, shown, Map.of());

      assertThat(check(wrong, table.records())).as("seed %d: %s", seed, shown).isNotEmpty();
    }
  }

  /** What a look-up or a list shows for good, and another call had shown before it began. */
  private static Optional<PortCall> misses(PortHistory history, PortCall look) {
    if (look.is(Operation.ALLOCATE)) {
      return Optional.empty();
    }
    return history.calls().stream()
        .filter(earlier -> earlier.isDone() && earlier.end() < look.start())
        .filter(
            earlier ->
                earlier.answer().numbers().keySet().stream()
                    .filter(TableSimulation::isKept)
                    .anyMatch(look.answer().numbers()::containsKey))
        .findFirst();
  }

  private static PortCall any(PortHistory history, int seed, Predicate<PortCall> condition) {
    List<PortCall> fitting =
        history.calls().stream().filter(PortCall::isDone).filter(condition).toList();
    return fitting.get(new Random(seed).nextInt(fitting.size()));
  }

  private static PortHistory replace(
      PortHistory history, PortCall call, Map<String, Integer> numbers) {
    List<PortCall> calls = new ArrayList<>(history.calls());
    calls.remove(call);
    calls.add(new PortCall(call.span(), call.request(), new Answer(Outcome.DONE, numbers, "")));
    return new PortHistory(calls);
  }

  @Test
  void judgesASingleServicePortAsTryingEveryOrderDoes() {
    int accepted = 0;
    int rejected = 0;
    for (int seed = 0; seed < 3000; seed++) {
      PortHistory history = new AnyHistory(seed, List.of(MONGO), true).build();
      boolean withNewNumbers = new EveryOrder(HIGHEST, false).exists(history.calls());
      boolean withOldNumbers = new EveryOrder(HIGHEST, true).exists(history.calls());

      boolean judged = hasOrder(history);

      // A number that comes back after its release is another rule's; here both answers will do.
      if (withNewNumbers == withOldNumbers) {
        assertThat(judged).as("seed %d: %s", seed, history).isEqualTo(withNewNumbers);
      }
      accepted += judged ? 1 : 0;
      rejected += judged ? 0 : 1;
    }
    assertThat(accepted).isGreaterThan(400);
    assertThat(rejected).isGreaterThan(400);
  }

  private static boolean hasOrder(PortHistory history) {
    HistoryIndex index = new HistoryIndex(history);
    return index.services().allMatch(calls -> ServiceRules.check(index, calls).isEmpty());
  }

  /**
   * What binds service ports together is checked by what must follow from it, and that lets one
   * wrong history in ten thousand pass; none of those drawn here.
   */
  @Test
  void judgesBatchesAndListsAsTryingEveryOrderDoes() {
    int rejected = 0;
    for (int seed = 0; seed < 6000; seed++) {
      PortHistory history = new AnyHistory(seed, List.of(MONGO, AUTH, WEB), false).build();
      boolean exists = new EveryOrder(HIGHEST, false).exists(history.calls());

      boolean judged = isJudgedRight(history);

      assertThat(judged).as("seed %d: %s", seed, history).isEqualTo(exists);
      rejected += judged ? 0 : 1;
    }
    assertThat(rejected).isBetween(2000, 4000);
  }

  private static boolean isJudgedRight(PortHistory history) {
    HistoryIndex index = new HistoryIndex(history);
    return hasOrder(history)
        && SnapshotRules.check(index).isEmpty()
        && BatchRules.check(index).isEmpty();
  }
}
