package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalGuardTest {
  private static final ServiceName WEB = ServiceName.parse("app/web");
  private static final ServiceName DB = ServiceName.parse("app/db");

  @Test
  void threeInstancesMayAlwaysGo() {
    RemovalGuard guard = RemovalGuard.of(StackCatalog.empty(), Set.of(WEB), seen(3, 0));

    assertThat(guard.loss()).isEqualTo(3);
    assertThat(guard.needsYes()).isFalse();
  }

  @Test
  void moreThanHalfAndMoreThanThreeNeedAYes() {
    RemovalGuard guard = RemovalGuard.of(wanted(0, 3), Set.of(WEB, DB), seen(4, 3));

    assertThat(guard.needsYes()).isTrue();
    assertThat(guard.losing()).containsExactly(WEB);
    assertThat(guard.reason()).isEqualTo("4 of 7 instances would be removed, of app/web");
  }

  @Test
  void exactlyHalfMayGo() {
    assertThat(RemovalGuard.of(wanted(0, 4), Set.of(WEB, DB), seen(4, 4)).needsYes()).isFalse();
  }

  @Test
  void aSmallerScaleCountsToo() {
    RemovalGuard guard = RemovalGuard.of(wanted(1, 0), Set.of(WEB), seen(10, 0));

    assertThat(guard.loss()).isEqualTo(9);
    assertThat(guard.needsYes()).isTrue();
  }

  @Test
  void whatIsTooMuchAfterAHostCameBackDoesNotCount() {
    ActualInstance[] twice =
        IntStream.range(0, 16)
            .mapToObj(i -> Seen.scaled("app/web", 0xa0 + i, 8))
            .toArray(ActualInstance[]::new);

    RemovalGuard guard =
        RemovalGuard.of(wanted(8, 0), Set.of(WEB), new Seen().host("h1", twice).state());

    assertThat(guard.loss()).isZero();
    assertThat(guard.deployed()).isEqualTo(8);
  }

  @Test
  void whatIsNotLookedAfterDoesNotCount() {
    RemovalGuard guard = RemovalGuard.of(StackCatalog.empty(), Set.of(WEB), seen(4, 100));

    assertThat(guard.deployed()).isEqualTo(4);
    assertThat(guard.needsYes()).isTrue();
  }

  private static StackCatalog wanted(int web, int db) {
    return StackCatalog.of(List.of(Stack.of("app", job("web", web), job("db", db))));
  }

  private static Job job(String name, int scale) {
    return Job.builder().name(JobName.of(name)).image("nginx").scale(scale).build();
  }

  private static ActualState seen(int web, int db) {
    ActualInstance[] all =
        IntStream.range(0, web + db)
            .mapToObj(
                i ->
                    i < web
                        ? Seen.scaled("app/web", 0xa000 + i, web)
                        : Seen.scaled("app/db", 0xa000 + i, db))
            .toArray(ActualInstance[]::new);
    return new Seen().host("h1", all).state();
  }
}
