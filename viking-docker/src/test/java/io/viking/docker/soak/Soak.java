package io.viking.docker.soak;

import io.viking.docker.soak.Fault.Kind;
import io.viking.docker.soak.SoakSchedule.Action;
import io.viking.docker.soak.SoakSchedule.Step;
import io.viking.docker.testing.Await;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: the load, the faults and the readings. Used once, by one thread. */
final class Soak implements AutoCloseable {
  static final int A_SECOND = 200;
  static final int STAYING = 512;

  private static final Logger LOG = LoggerFactory.getLogger(Soak.class);
  private static final Duration SETTLED = Duration.ofSeconds(90);
  private static final Duration HANGING = Duration.ofSeconds(10);
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final int STEADY_SERVERS = 2;

  private final Duration length;
  private final SoakSchedule schedule;
  private final SoakHost host;
  private final OtherHost other;
  private final RunClock clock = new RunClock();
  private final AgentGauge gauge;
  private final Client client;
  private final Comings comings;
  private final Instances instances;
  private final List<Fault> restarts = new ArrayList<>();
  private final Map<Quantity, Double> before = new EnumMap<>(Quantity.class);
  private String threadsBefore = "";

  private Soak(Duration length, SoakHost host) {
    this.length = length;
    this.schedule = SoakSchedule.of(length);
    this.host = host;
    this.other = new OtherHost(host.otherHost());
    EndpointDirectory directory = host.store().endpoints();
    for (int i = 0; i < STEADY_SERVERS; i++) {
      OtherHost.Server server = other.open();
      for (String service : List.of(SoakHost.STEADY, SoakHost.COMING)) {
        String id = "%s_%06x".formatted(service, i);
        directory.register(new Endpoint(service, id, server.address()));
      }
    }
    host.awaitLinks();
    this.gauge = new AgentGauge(host.agent().process(), clock);
    this.client = host.client(clock);
    this.comings = new Comings(SoakHost.COMING, directory, other, host, clock);
    this.instances =
        new Instances(host.engine(), SoakHost.IMAGE, SoakHost.COMING, directory, clock);
  }

  /** Runs it on that data path, and removes all that it has made. */
  static SoakResult run(Duration length, String dataPath) throws InterruptedException {
    try (SoakHost host = new SoakHost(dataPath);
        Soak soak = new Soak(length, host)) {
      soak.prepare();
      soak.work();
      return soak.end();
    }
  }

  private void prepare() {
    client.open(1);
    gauge.heap(); // The first one starts a thread for what asks, which stays.
    before.putAll(gauge.now());
    threadsBefore = gauge.threads();
    client.open(STAYING);
  }

  private void work() throws InterruptedException {
    clock.begin();
    gauge.start(length.dividedBy(20));
    client.rate(A_SECOND);
    comings.start();
    instances.start();
    for (Step step : schedule.steps()) {
      sleepUntil(step.at());
      carryOut(step.action());
    }
    sleepUntil(length);
  }

  private void sleepUntil(Duration at) throws InterruptedException {
    Duration left = at.minus(clock.now());
    if (!left.isNegative()) {
      Thread.sleep(left.toMillis());
    }
  }

  private void carryOut(Action action) throws InterruptedException {
    Duration begin = clock.now();
    LOG.info("{} at {}; {}", action, begin, client.counts());
    Kind kind = Kind.ENGINE_RESTARTED;
    switch (action) {
      case RESTART_ENGINE -> host.restartEngine(Duration.ZERO, AWAY);
      case HANG_AND_RESTART_ENGINE -> host.restartEngine(HANGING, AWAY);
      case RESTART_ETCD -> {
        host.restartEtcd(AWAY);
        kind = Kind.ETCD_RESTARTED;
      }
    }
    String target = kind == Kind.ETCD_RESTARTED ? "etcd" : "engine";
    restarts.add(new Fault(kind, target, new Span(begin, clock.now())));
    LOG.info("{} is over at {}", action, clock.now());
  }

  private SoakResult end() {
    gauge.close();
    client.awaitShortEnd();
    comings.end();
    instances.close();
    boolean kernel = host.usesKernel();
    SoakResult.Builder result =
        SoakResult.of(length, kernel ? "kernel" : "relay")
            .load(client.counts())
            .changes(comings, instances)
            .samples(gauge.samples())
            .problems(ownFaults())
            .problems(host.pathProblems(client.counts().connections()));
    client.close();
    comings.close();
    settle().forEach(result::afterwards);
    return result
        .note("threads before: " + threadsBefore)
        .note("threads afterwards: " + gauge.threads())
        .leavings(comings.leavings(), faults())
        .verdict(client.failures(), faults(), this::endpoint, kernel)
        .restarts(schedule, restarts)
        .build();
  }

  /** How much more there is than before, once all connections have ended and pools have shrunk. */
  private Map<Quantity, Double> settle() {
    try {
      Await.until(SETTLED, () -> "all is given back: " + more(), this::isSettled);
    } catch (IllegalStateException e) {
      LOG.warn("after the load", e);
    }
    return more();
  }

  private boolean isSettled() {
    return more().entrySet().stream()
        .allMatch(more -> more.getValue() <= more.getKey().toleranceAfterwards());
  }

  private Map<Quantity, Double> more() {
    Map<Quantity, Double> more = new EnumMap<>(gauge.now());
    more.remove(Quantity.RESIDENT_MB); // A heap that was full once is not given back.
    more.replaceAll((quantity, value) -> value - before.getOrDefault(quantity, 0.0));
    return more;
  }

  private List<Fault> faults() {
    return Stream.of(restarts, comings.faults(), instances.faults()).flatMap(List::stream).toList();
  }

  private Optional<String> endpoint(Failure failure) {
    return new AccessedEndpoints(host.accessLog())
        .of(
            failure.sourcePort(),
            clock.instant(failure.span().begin()),
            clock.instant(failure.span().end()));
  }

  private List<String> ownFaults() {
    return Stream.of(client.ownFault(), comings.ownFault(), other.ownFault())
        .flatMap(Optional::stream)
        .map(fault -> "the run itself failed: " + fault)
        .toList();
  }

  @Override
  public void close() {
    gauge.close();
    client.close();
    comings.close();
    instances.close();
    other.close();
  }
}
