package io.viking.ports.testing.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.PortRange;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.Violation.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortHistoryCheckerTest {
  private static final String MONGO = "shared/mongo/27017/tcp";
  private static final String AUTH = "shared/auth/80/tcp";

  private static void assertRejected(List<Violation> violations, Rule rule, String... message) {
    assertThat(violations)
        .filteredOn(violation -> violation.rule() == rule)
        .first()
        .extracting(Violation::message)
        .asString()
        .contains(message);
  }

  @Test
  void acceptsNothingAtAll() {
    assertThat(new HistoryBuilder().check(Map.of())).isEmpty();
  }

  @Test
  void acceptsCallsThatOverlapInAnyOrderThatFits() {
    HistoryBuilder history =
        new HistoryBuilder()
            .find(0, 9, MONGO, 0)
            .allocate(1, 8, MONGO, 100)
            .find(2, 7, MONGO, 100)
            .find(3, 6, MONGO, 0)
            .allocate(4, 5, AUTH, 101)
            .list(4, 9, Map.of(AUTH, 101))
            .allocate(10, 11, MONGO, 100);

    assertThat(history.check(Map.of(MONGO, 100, AUTH, 101))).isEmpty();
  }

  @Test
  void acceptsThatAnUnknownCallHappened() {
    HistoryBuilder history =
        new HistoryBuilder()
            .unknown(0, 1, Operation.ALLOCATE, MONGO)
            .find(2, 3, MONGO, 0)
            .find(4, 5, MONGO, 100);

    assertThat(history.check(Map.of(MONGO, 100))).isEmpty();
  }

  @Test
  void acceptsThatAnUnknownCallNeverHappened() {
    HistoryBuilder history =
        new HistoryBuilder()
            .unknown(0, 1, Operation.ALLOCATE, MONGO)
            .find(2, 3, MONGO, 0)
            .allocate(4, 5, AUTH, 100);

    assertThat(history.check(Map.of(AUTH, 100))).isEmpty();
  }

  @Test
  void acceptsANewNumberAfterARelease() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 5, MONGO, true)
            .find(3, 4, MONGO, 100)
            .release(3, 6, MONGO, false)
            .allocate(5, 8, MONGO, 101)
            .find(7, 9, MONGO, 0)
            .list(9, 10, Map.of(MONGO, 101));

    assertThat(history.check(Map.of(MONGO, 101))).isEmpty();
  }

  @Test
  void acceptsThatAnUnknownReleaseHappenedLate() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .unknown(2, 3, Operation.RELEASE, MONGO)
            .find(4, 5, MONGO, 100)
            .find(6, 7, MONGO, 0)
            .unknown(8, 9, Operation.ALLOCATE, MONGO)
            .release(10, 11, MONGO, true);

    assertThat(history.check(Map.of())).isEmpty();
  }

  @Test
  void rejectsOneNumberForTwo() {
    HistoryBuilder history =
        new HistoryBuilder().allocate(0, 1, MONGO, 100).allocate(0, 1, AUTH, 100);

    assertRejected(
        history.check(Map.of(MONGO, 100)), Rule.UNIQUE, "100 is given to two", MONGO, AUTH);
  }

  @Test
  void rejectsTwoNumbersForOne() {
    HistoryBuilder history =
        new HistoryBuilder().allocate(0, 1, MONGO, 100).allocate(2, 3, MONGO, 101);

    assertRejected(
        history.check(Map.of(MONGO, 101)), Rule.STABLE, MONGO + " has two numbers: 100", "101");
  }

  @Test
  void rejectsANumberOutsideTheRange() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 1, MONGO, 99);

    assertRejected(history.check(Map.of(MONGO, 99)), Rule.RANGE, "99 is outside 100-199", MONGO);
  }

  @Test
  void rejectsAFindThatMissesWhatEndedBefore() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 1, MONGO, 100).find(2, 3, MONGO, 0);

    assertRejected(
        history.check(Map.of(MONGO, 100)),
        Rule.REAL_TIME,
        MONGO + " has 100",
        "'find " + MONGO + "' of p1/t, +2.000000 s to +3.000000 s, which began later");
  }

  @Test
  void rejectsAFindThatMissesWhatAnEarlierFindShowed() {
    HistoryBuilder history =
        new HistoryBuilder().allocate(0, 9, MONGO, 100).find(1, 2, MONGO, 100).find(3, 4, MONGO, 0);

    assertRejected(history.check(Map.of(MONGO, 100)), Rule.REAL_TIME, MONGO, "began later");
  }

  @Test
  void rejectsANumberThatNobodyAskedForYet() {
    HistoryBuilder history = new HistoryBuilder().find(0, 1, MONGO, 100).allocate(2, 3, MONGO, 100);

    assertRejected(
        history.check(Map.of(MONGO, 100)), Rule.REAL_TIME, MONGO, "before anybody asked for it");
  }

  @Test
  void rejectsAListThatMissesWhatEndedBefore() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 1, MONGO, 100).list(2, 3, Map.of());

    assertRejected(history.check(Map.of(MONGO, 100)), Rule.REAL_TIME, "'list'", "began later");
  }

  @Test
  void rejectsAListThatShowsTheYoungerWithoutTheOlder() {
    HistoryBuilder history =
        new HistoryBuilder()
            .list(0, 9, Map.of(AUTH, 101))
            .allocate(1, 2, MONGO, 100)
            .allocate(3, 4, AUTH, 101);

    assertRejected(
        history.check(Map.of(MONGO, 100, AUTH, 101)),
        Rule.SNAPSHOT,
        "shows " + AUTH + ", which was not recorded before +3.000000 s",
        "not " + MONGO);
  }

  @Test
  void rejectsTwoListsThatContradictEachOther() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 9, MONGO, 100)
            .allocate(0, 9, AUTH, 101)
            .list(1, 8, Map.of(MONGO, 100))
            .list(1, 8, Map.of(AUTH, 101));

    assertRejected(
        history.check(Map.of(MONGO, 100, AUTH, 101)), Rule.SNAPSHOT, "the other way round");
  }

  @Test
  void rejectsAListThatShowsAPartOfABatch() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 9, Map.of(MONGO, 100, AUTH, 101))
            .list(1, 2, Map.of(MONGO, 100));

    assertRejected(
        history.check(Map.of(MONGO, 100, AUTH, 101)),
        Rule.BATCH,
        "shows " + MONGO + " without " + AUTH,
        "which asked for both");
  }

  @Test
  void rejectsAFindThatMissesThePartnerOfWhatWasFound() {
    HistoryBuilder history =
        new HistoryBuilder()
            .unknown(0, 1, Operation.ALLOCATE, MONGO, AUTH)
            .find(2, 3, MONGO, 100)
            .find(4, 5, AUTH, 0)
            .allocate(6, 7, Map.of(MONGO, 100, AUTH, 101));

    assertRejected(
        history.check(Map.of(MONGO, 100, AUTH, 101)),
        Rule.BATCH,
        MONGO + " was recorded by +3.000000 s",
        AUTH);
  }

  @Test
  void acceptsAPartOfABatchWhereItWasAlsoAskedForAlone() {
    HistoryBuilder history =
        new HistoryBuilder()
            .unknown(0, 1, Operation.ALLOCATE, MONGO)
            .find(2, 3, MONGO, 100)
            .find(4, 5, AUTH, 0)
            .allocate(6, 7, Map.of(MONGO, 100, AUTH, 101));

    assertThat(history.check(Map.of(MONGO, 100, AUTH, 101))).isEmpty();
  }

  @Test
  void rejectsThatSomethingIsLostInTheEnd() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 1, MONGO, 100);

    assertRejected(
        history.check(Map.of()), Rule.LOST, MONGO + " had 100", "the store has no record of it");
  }

  @Test
  void rejectsAnIndexByNumberThatDoesNotFit() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 1, MONGO, 100);

    List<Violation> without = history.check(new PortState(Map.of(MONGO, 100), Map.of()));
    List<Violation> more =
        history.check(new PortState(Map.of(MONGO, 100), Map.of(100, MONGO, 101, AUTH)));

    assertRejected(without, Rule.OWNER, MONGO + " has 100 but that number belongs to nobody");
    assertRejected(more, Rule.OWNER, "101 belongs to " + AUTH + ", which has no record of it");
  }

  @Test
  void rejectsAReleasedNumberThatIsGivenToAnotherTooEarly() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 3, MONGO, true)
            .allocate(4, 5, AUTH, 100);

    assertRejected(
        history.check(Map.of(AUTH, 100)), Rule.QUARANTINE, "100 is given to two within PT1H");
  }

  @Test
  void rejectsAReleasedNumberThatItsOwnerGetsAgainTooEarly() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 3, MONGO, true)
            .allocate(4, 5, MONGO, 100);

    assertRejected(
        history.check(Map.of(MONGO, 100)), Rule.QUARANTINE, "100 is given to " + MONGO + " again");
  }

  @Test
  void acceptsAReleasedNumberAgainWhenItsQuarantineIsOver() {
    PortRules rules =
        new PortRules(new PortRange(100, 199), Duration.ofSeconds(3), Duration.ofMinutes(1));
    PortHistory history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 3, MONGO, true)
            .allocate(4, 5, AUTH, 100)
            .build();

    assertThat(new PortHistoryChecker(rules).check(history, PortState.of(Map.of(AUTH, 100))))
        .isEmpty();
  }

  @Test
  void rejectsThatAReleasedNumberIsStillThere() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 3, MONGO, true)
            .find(4, 5, MONGO, 100);

    assertRejected(
        history.check(Map.of()), Rule.REAL_TIME, "the calls on " + MONGO + " have no order", "100");
  }

  @Test
  void rejectsTwoReleasesOfOneNumber() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 5, MONGO, true)
            .release(2, 5, MONGO, true);

    assertRejected(history.check(Map.of()), Rule.REAL_TIME, "cannot answer true");
  }

  @Test
  void rejectsThatAReleaseTakesTwoNumbersAway() {
    HistoryBuilder history =
        new HistoryBuilder()
            .allocate(0, 1, MONGO, 100)
            .release(2, 9, MONGO, true)
            .allocate(3, 4, MONGO, 101)
            .find(5, 6, MONGO, 0);

    assertRejected(history.check(Map.of()), Rule.REAL_TIME, "have no order");
  }

  @Test
  void rejectsAReleaseThatFindsNothingWhereANumberIs() {
    HistoryBuilder history =
        new HistoryBuilder().allocate(0, 1, MONGO, 100).release(2, 3, MONGO, false);

    assertRejected(
        history.check(Map.of(MONGO, 100)), Rule.REAL_TIME, MONGO + " has 100", "'release");
  }

  @Test
  void rejectsACallThatTookTooLong() {
    HistoryBuilder history = new HistoryBuilder().allocate(0, 61, MONGO, 100);

    assertRejected(history.check(Map.of(MONGO, 100)), Rule.DEADLINE, MONGO, "longer than PT1M");
  }

  @Test
  void rejectsACallThatFailedAsItMustNot() {
    HistoryBuilder history = new HistoryBuilder().broken(0, 1, Operation.FIND, MONGO);

    assertRejected(history.check(Map.of()), Rule.ERROR, MONGO, "NullPointerException");
  }
}
