package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.ambassador.ServiceTraffic;
import io.viking.docker.ambassador.TestCounts;
import io.viking.docker.ambassador.TrafficCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final AgentMetrics metrics = new AgentMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void countsByServiceAndByEndpoint() {
    ServiceTraffic web = new ServiceTraffic("web", counts(5), Map.of("10.0.0.1:80", counts(3)));

    String text = scrape(web);

    assertThat(text.lines())
        .contains(
            "viking_service_connections_total{service=\"web\"} 5.0",
            "viking_service_connections_active{service=\"web\"} 6.0",
            "viking_service_bytes_up_total{service=\"web\"} 7.0",
            "viking_service_bytes_down_total{service=\"web\"} 8.0",
            "viking_service_connect_failures_total{service=\"web\"} 9.0",
            "viking_endpoint_connections_total{endpoint=\"10.0.0.1:80\",service=\"web\"} 3.0",
            "viking_endpoint_connect_failures_total{endpoint=\"10.0.0.1:80\",service=\"web\"} 7.0",
            "# TYPE viking_service_connections_total counter",
            "# TYPE viking_service_connections_active gauge");
  }

  @Test
  void addsUpWhatTheAmbassadorsOfTwoAddressesHaveCounted() {
    ServiceTraffic four = new ServiceTraffic("web", counts(5), Map.of());
    ServiceTraffic six = new ServiceTraffic("web", counts(50), Map.of());

    assertThat(scrape(four, six).lines())
        .contains("viking_service_connections_total{service=\"web\"} 55.0");
  }

  @Test
  void forgetsServicesAndEndpointsThatAreGone() {
    ServiceTraffic web = new ServiceTraffic("web", counts(5), Map.of("10.0.0.1:80", counts(3)));
    ServiceTraffic db = new ServiceTraffic("db", counts(4), Map.of("10.0.0.2:80", counts(4)));
    scrape(web, db);
    metrics.connected("db", Duration.ofMillis(1));
    assertThat(scrape(web, db)).contains("service=\"db\"", "endpoint=\"10.0.0.1:80\"");

    String text = scrape(new ServiceTraffic("web", counts(6), Map.of()));

    assertThat(text).doesNotContain("db", "10.0.0.");
    assertThat(text.lines()).contains("viking_service_connections_total{service=\"web\"} 6.0");
    assertThat(scrape(web, db)).contains("service=\"db\"", "endpoint=\"10.0.0.1:80\"");
  }

  @Test
  void tellsHowLongConnectingTakesAsAHistogram() {
    ServiceTraffic web = new ServiceTraffic("web", counts(2), Map.of());
    scrape(web);

    metrics.connected("web", Duration.ofNanos(300_000));
    metrics.connected("web", Duration.ofSeconds(3));

    String name = "viking_service_connect_time_seconds";
    assertThat(scrape(web).lines())
        .contains(
            name + "_bucket{service=\"web\",le=\"2.5E-4\"} 0",
            name + "_bucket{service=\"web\",le=\"5.0E-4\"} 1",
            name + "_bucket{service=\"web\",le=\"2.0\"} 1",
            name + "_bucket{service=\"web\",le=\"5.0\"} 2",
            name + "_bucket{service=\"web\",le=\"+Inf\"} 2",
            name + "_count{service=\"web\"} 2");
  }

  @Test
  void tellsHowLongNewsTakes() {
    scrape();

    metrics.seen(Duration.ofMillis(3));
    metrics.registered(Duration.ofSeconds(20));
    metrics.applied(Duration.ofNanos(200_000));

    assertThat(scrape().lines())
        .contains(
            "viking_engine_event_time_seconds_bucket{le=\"0.005\"} 1",
            "viking_registration_time_seconds_bucket{le=\"10.0\"} 0",
            "viking_registration_time_seconds_bucket{le=\"30.0\"} 1",
            "viking_table_time_seconds_bucket{le=\"2.5E-4\"} 1");
  }

  @Test
  void tellsOfTheProcessToo() {
    assertThat(scrape())
        .contains("jvm_memory_used_bytes", "process_cpu_usage", "process_files_open_files");
  }

  private String scrape(ServiceTraffic... traffic) {
    return metrics.scrape(Stream.empty(), List.of(traffic));
  }

  /** Numbers from that one on. */
  private static TrafficCounts counts(long first) {
    return TestCounts.of(first, first + 1, first + 2, first + 3, first + 4);
  }
}
