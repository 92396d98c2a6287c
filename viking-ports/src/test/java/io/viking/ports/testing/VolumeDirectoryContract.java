package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.ports.ClusterStore;
import io.viking.ports.VolumeDirectory;
import org.junit.jupiter.api.Test;

/** What every {@link VolumeDirectory} must do. Extend it, and say how a store is opened. */
public abstract class VolumeDirectoryContract extends StoreContract {
  /** Opens a store; each test begins with an empty one. */
  protected abstract ClusterStore openStore();

  /** Opens a store that sees what that other one records; the same one if it cannot be shared. */
  protected abstract ClusterStore openObserver(ClusterStore recording);

  @Test
  void knowsNoVolumeAtFirst() {
    ClusterStore store = keep(openStore());

    assertThat(store.volumes().homes()).isEmpty();
  }

  @Test
  void showsOthersWhichHostAVolumeIsOn() {
    ClusterStore store = keep(openStore());
    ClusterStore observer = keep(openObserver(store));

    store.volumes().record("shared_mongo_db-data", "node-1");
    store.volumes().record("app_cache", "node-2");

    assertThat(observer.volumes().homes())
        .containsOnlyKeys("app_cache", "shared_mongo_db-data")
        .containsEntry("shared_mongo_db-data", "node-1")
        .containsEntry("app_cache", "node-2");
  }

  @Test
  void recordsTheLastHostOfAVolume() {
    VolumeDirectory volumes = keep(openStore()).volumes();
    volumes.record("data", "node-1");

    volumes.record("data", "node-2");

    assertThat(volumes.homes()).containsOnlyKeys("data").containsEntry("data", "node-2");
  }

  @Test
  void forgetsAVolumeAndTellsWhereItWas() {
    VolumeDirectory volumes = keep(openStore()).volumes();
    volumes.record("data", "node-1");

    assertThat(volumes.forget("data")).contains("node-1");
    assertThat(volumes.forget("data")).isEmpty();
    assertThat(volumes.homes()).isEmpty();
  }

  @Test
  void refusesNamesThatCouldNotStandInARecord() {
    VolumeDirectory volumes = keep(openStore()).volumes();

    assertThatIllegalArgumentException().isThrownBy(() -> volumes.record("a b", "node-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> volumes.record("data", "no/de"));
    assertThat(volumes.homes()).isEmpty();
  }
}
