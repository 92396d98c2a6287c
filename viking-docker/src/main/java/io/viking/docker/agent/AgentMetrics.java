package io.viking.docker.agent;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.viking.docker.ambassador.ConnectTimes;
import io.viking.docker.ambassador.ServiceTraffic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An agent's metrics in Prometheus' text format. Nothing is kept before they are asked for the
 * first time: neither the start nor an agent that nobody watches pays for them.
 *
 * <p>Safe for use by several threads.
 */
final class AgentMetrics implements ConnectTimes, AutoCloseable {
  /** From what is usual on one host to more than the default time for one endpoint. */
  private static final Duration[] BUCKETS =
      Stream.of(
              100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
              1_000_000, 2_000_000, 5_000_000)
          .map(micros -> Duration.ofNanos(micros * 1_000L))
          .toArray(Duration[]::new);

  private volatile @Nullable Meters meters;

  @Override
  public void connected(String service, Duration took) {
    Meters asked = meters;
    if (asked != null) {
      asked.connectTime(service).record(took);
    }
  }

  /** All of them, now. */
  synchronized String scrape(Stream<Sample> samples, Collection<ServiceTraffic> traffic) {
    Meters asked = meters;
    if (asked == null) {
      asked = new Meters();
      meters = asked;
    }
    return asked.scrape(
        Stream.concat(samples, Samples.of(traffic)),
        traffic.stream().map(ServiceTraffic::service).collect(Collectors.toSet()));
  }

  @Override
  public synchronized void close() {
    Meters asked = meters;
    if (asked != null) {
      asked.close();
    }
  }

  private static final class Meters {
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SampledMeters sampled = new SampledMeters(registry);
    private final Map<String, Timer> connectTimes = new ConcurrentHashMap<>();
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Meters() {
      Stream.of(
              new JvmMemoryMetrics(),
              new JvmThreadMetrics(),
              new ProcessorMetrics(),
              new FileDescriptorMetrics(),
              new UptimeMetrics(),
              collections)
          .forEach(binder -> binder.bindTo(registry));
    }

    Timer connectTime(String service) {
      return connectTimes.computeIfAbsent(
          service,
          name ->
              Timer.builder("viking.service.connect.time")
                  .description("Time from the first endpoint tried to the one that has accepted")
                  .tag("service", name)
                  .serviceLevelObjectives(BUCKETS)
                  .register(registry));
    }

    String scrape(Stream<Sample> samples, Set<String> services) {
      sampled.read(samples);
      connectTimes
          .entrySet()
          .removeIf(
              entry -> {
                boolean gone = !services.contains(entry.getKey());
                if (gone) {
                  registry.remove(entry.getValue());
                }
                return gone;
              });
      return registry.scrape();
    }

    void close() {
      collections.close();
      registry.close();
    }
  }
}
