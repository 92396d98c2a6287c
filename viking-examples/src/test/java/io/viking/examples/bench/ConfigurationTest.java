package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigurationTest {
  @Test
  void haproxyHasAsManyThreadsAndAListenerOnEach() {
    String text = Configuration.haproxy(new Lane(Way.HAPROXY), 2, 0);

    assertThat(text)
        .contains("nbthread 2", "bind 10.91.2.1:8080 shards by-thread", "server one 10.92.2.2:8080")
        .contains("server one 10.92.2.2:5201")
        .doesNotContain("splice");
  }

  @Test
  void onlyTheOtherHaproxySplices() {
    assertThat(Configuration.haproxy(new Lane(Way.HAPROXY_SPLICE), 2, 0))
        .contains("option splice-auto");
  }

  @Test
  void manyPortsAreServicesOfTheirOwn() {
    String haproxy = Configuration.haproxy(new Lane(Way.HAPROXY), 2, 2_000);
    String nginx = Configuration.nginx(new Lane(Way.NGINX), 2, 2_000);

    assertThat(haproxy.lines().filter(line -> line.startsWith("listen "))).hasSize(2_002);
    assertThat(nginx.lines().filter(line -> line.contains("proxy_pass"))).hasSize(2_002);
    assertThat(nginx).contains("worker_processes 2;", "reuseport");
  }

  @Test
  void noProxyLeadsStraightToTheServer() {
    assertThat(new Lane(Way.DIRECT).target()).isEqualTo(new Lane(Way.DIRECT).server());
    assertThat(new Lane(Way.RELAY).target()).isEqualTo(new Lane(Way.RELAY).host());
  }
}
