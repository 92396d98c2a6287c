package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AnnouncedRemovalsTest {
  private static final StackName APP = StackName.of("app");
  private static final StackName SHARED = StackName.of("shared");
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a1a1a1"));
  private static final InstanceId DB =
      new InstanceId(ServiceName.of("shared", "db"), Pid.of("d2d2d2"));

  private final AnnouncedRemovals removals =
      new AnnouncedRemovals(new TreeSet<>(List.of(APP, SHARED)));

  @Test
  void writesALineForEachInstanceOfEachStack() {
    removals.announce(List.of(DB, WEB));

    assertThat(removals.changes())
        .containsEntry(APP, "web a1a1a1\n")
        .containsEntry(SHARED, "db d2d2d2\n");
  }

  @Test
  void writesOnlyWhatHasChanged() {
    removals.announce(List.of(DB, WEB));
    removals.written(removals.changes());

    removals.confirm(List.of(WEB));

    assertThat(removals.changes()).containsOnlyKeys(APP).containsEntry(APP, "");
    removals.written(removals.changes());
    assertThat(removals.changes()).isEmpty();
  }

  @Test
  void leavesOutLinesThatNameNoInstance() {
    removals.read(APP, "web a1a1a1\nweb\n\nweb nonsense\nw_b a1a1a1 x\n");

    assertThat(removals.open()).containsExactly(WEB);
  }
}
