package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.ServicePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdKeysTest {
  private static final EtcdKeys KEYS = new EtcdKeys("/viking");

  @Test
  void readsAServicePortBackFromItsKey() {
    ServicePort port = ServicePort.parse("shared/dns/53/udp");

    assertThat(KEYS.record(port)).isEqualTo("/viking/ports/shared/dns/53/udp");
    assertThat(KEYS.servicePort(KEYS.record(port))).contains(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "a/b/c/tcp", "a/b/080/tcp", "a/b/80/TCP", "a/b/80/tcp/"})
  void takesNoOtherSpellingForAServicePort(String path) {
    assertThat(KEYS.servicePort("/viking/ports/" + path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/viking/hosts/a", "/viking/ports-by-number/10000"})
  void takesAKeyElsewhereForNoServicePort(String key) {
    assertThat(KEYS.servicePort(key)).isEmpty();
  }

  @Test
  void readsAnEndpointBackFromItsKey() {
    Endpoint endpoint = new Endpoint("a_b_80", "a_b_80_c1", HostAndPort.parse("[fd00::1]:80"));

    assertThat(KEYS.endpointAt("/viking/network/a_b_80/a_b_80_c1", "[fd00::1]:80"))
        .contains(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.1", "10.0.0.1:", "10.0.0.1:0", "fd00::1:80", "a b:80"})
  void takesNothingElseForAnAddress(String value) {
    assertThat(KEYS.endpointAt("/viking/network/a_b_80/a_b_80_c1", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b/c", "a/", "/b"})
  void takesNoOtherKeyForAnEndpoint(String path) {
    assertThat(KEYS.endpointAt("/viking/network/" + path, "10.0.0.1:80")).isEmpty();
  }
}
