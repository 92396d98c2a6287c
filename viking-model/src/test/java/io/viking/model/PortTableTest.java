package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PortTableTest {
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final ServicePort AUTH = ServicePort.parse("shared/auth/80/tcp");

  @Test
  void findsAnAllocatedPort() {
    PortTable table = PortTable.of(Map.of(MONGO, 1432));

    assertThat(table.require(MONGO)).isEqualTo(1432);
    assertThat(table.find(AUTH)).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> table.require(AUTH))
        .withMessage("no port is allocated for shared/auth/80/tcp");
  }

  @Test
  void refusesOneNumberForTwoServices() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PortTable.of(Map.of(MONGO, 1432, AUTH, 1432)))
        .withMessageContaining("port 1432 is given to both");
  }

  @Test
  void refusesANumberThatIsNoPort() {
    assertThatIllegalArgumentException().isThrownBy(() -> PortTable.of(Map.of(MONGO, 65536)));
    assertThatIllegalArgumentException().isThrownBy(() -> PortTable.of(Map.of(MONGO, 0)));
  }

  @Test
  void addsTheEntriesOfAnotherTable() {
    PortTable both = PortTable.of(Map.of(MONGO, 1)).plus(PortTable.of(Map.of(AUTH, 2, MONGO, 3)));

    assertThat(both.asMap()).containsExactly(Map.entry(AUTH, 2), Map.entry(MONGO, 3));
  }
}
