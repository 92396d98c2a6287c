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
import io.viking.docker.registrar.RegistrarTimes;
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
final class AgentMetrics implements ConnectTimes, RegistrarTimes, AutoCloseable {
  /** From what is usual on one host to more than the default time for one endpoint. */
  private static final Duration[] BUCKETS =
      Stream.of(
              100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
              1_000_000, 2_000_000, 5_000_000)
          .map(micros -> Duration.ofNanos(micros * 1_000L))
          .toArray(Duration[]::new);

  /** Up to what a container takes that starts slowly. */
  private static final Duration[] START_BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private volatile @Nullable Meters meters;

  @Override
  public void connected(String service, Duration took) {
    Meters asked = meters;
    if (asked != null) {
      asked.connectTime(service).record(took);
    }
  }

  @Override
  public void seen(Duration sinceEvent) {
    Meters asked = meters;
    if (asked != null) {
      asked.events.record(sinceEvent);
    }
  }

  @Override
  public void registered(Duration sinceStart) {
    Meters asked = meters;
    if (asked != null) {
      asked.registrations.record(sinceStart);
    }
  }

  /** New connections go by what the store has told, so long after it did. */
  void applied(Duration sinceTold) {
    Meters asked = meters;
    if (asked != null) {
      asked.tables.record(sinceTold);
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
    private final Timer events =
        timer(
            "viking.engine.event.time",
            "Time from an engine's event until what follows from it was told",
            BUCKETS);
    private final Timer registrations =
        timer(
            "viking.registration.time",
            "Time from a container's start until its endpoint is in the store",
            START_BUCKETS);
    private final Timer tables =
        timer(
            "viking.table.time",
            "Time from the store's news until new connections go by it",
            BUCKETS);

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

    private Timer timer(String name, String what, Duration[] buckets) {
      return Timer.builder(name)
          .description(what)
          .serviceLevelObjectives(buckets)
          .register(registry);
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
