package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;

class RelayPathIT extends DataPathContract {
  @Override
  DataPathMode mode() {
    return DataPathMode.RELAY;
  }

  @Override
  void settle(int endpoints) {}

  @Override
  void settle(int count, HostAndPort only) {}

  @Override
  void assertTaken(int connections) {
    assertThat(lab.ambassador().status().accepted()).isGreaterThanOrEqualTo(connections);
    assertThat(lab.ambassador().status().dataPath().inUse()).isEqualTo(DataPathMode.RELAY);
  }
}
