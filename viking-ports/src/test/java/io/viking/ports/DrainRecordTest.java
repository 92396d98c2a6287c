package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainRecordTest {
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web-2"), Pid.of("a1a1a1"));
  private static final InstanceId DB =
      new InstanceId(ServiceName.of("app", "db"), Pid.of("d2d2d2"));

  @Test
  void isALineForEachInstanceThatPeopleCanRead() {
    assertThat(DrainRecord.write(Map.of(WEB, 3, DB, Departures.UNKNOWN)))
        .isEqualTo("app db d2d2d2 unknown\napp web-2 a1a1a1 3\n");
    assertThat(DrainRecord.write(Map.of())).isEmpty();
  }

  @Test
  void readsWhatItWrote() {
    Map<InstanceId, Integer> open = Map.of(WEB, 0, DB, Departures.UNKNOWN);

    assertThat(DrainRecord.read(DrainRecord.write(open))).isEqualTo(open);
  }

  @Test
  void aLineThatCannotBeReadTellsOfNoInstance() {
    assertThat(
            DrainRecord.read(
                "app db d2d2d2\napp db d2d2d2 -1\napp db d2d2d2 4294967295\napp db nopid 1\n\napp web-2 a1a1a1 1\n"))
        .isEqualTo(Map.of(WEB, 1));
  }
}
