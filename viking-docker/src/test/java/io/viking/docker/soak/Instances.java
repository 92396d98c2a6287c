package io.viking.docker.soak;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.viking.docker.testing.PrivateEngine;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EndpointSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers on the agent's own engine that come and go, one after the other: started, registered
 * by the agent, used for a while, and removed while they run.
 */
final class Instances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
  private static final ExposedPort ECHO = ExposedPort.tcp(7);
  private static final Duration LIFE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Longer than an engine hangs and takes to start again. */
  private static final Duration REGISTRATION_LIMIT = Duration.ofSeconds(60);

  private final PrivateEngine engine;
  private final String image;
  private final String service;
  private final EndpointDirectory directory;
  private final RunClock clock;
  private final Thread thread = new Thread(this::run, "soak-instances");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Instances(
      PrivateEngine engine,
      String image,
      String service,
      EndpointDirectory directory,
      RunClock clock) {
    this.engine = engine;
    this.image = image;
    this.service = service;
    this.directory = directory;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Instances that were not registered. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void run() {
    while (!pause(Duration.ZERO)) {
      String id = "%s_%06x".formatted(service, 0xe00000 + count.getAndIncrement());
      Optional<String> container = start(id);
      if (container.isPresent()) {
        live(container.get(), id);
      } else {
        pause(PAUSE);
      }
    }
  }

  private Optional<String> start(String id) {
    try {
      String container =
          engine
              .client()
              .createContainerCmd(image)
              .withEnv("SERVICE_7_NAME=" + service, "SERVICE_7_ID=" + id)
              .withExposedPorts(ECHO)
              .withHostConfig(
                  HostConfig.newHostConfig()
                      .withPortBindings(
                          new PortBinding(Ports.Binding.bindIp(engine.hostAddress()), ECHO)))
              .withCmd("nc", "-ll", "-p", "7", "-e", "cat")
              .exec()
              .getId();
      engine.client().startContainerCmd(container).exec();
      return Optional.of(container);
    } catch (RuntimeException e) {
      LOG.info("no container is started: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void live(String container, String id) {
    Duration begin = clock.now();
    Optional<String> address =
        directory
            .await(now -> now.contains(service, id), REGISTRATION_LIMIT)
            .map(now -> address(now, id));
    if (address.isEmpty()) {
      problems.add(
          "container with endpoint " + id + ", started at " + begin + ", was not registered");
    }
    pause(LIFE);
    Duration end = clock.now();
    remove(container);
    address.ifPresent(
        at -> faults.add(new Fault(Fault.Kind.REMOVED, at, new Span(end, clock.now()))));
  }

  private String address(EndpointSnapshot snapshot, String id) {
    return snapshot.of(service).stream()
        .filter(endpoint -> endpoint.id().equals(id))
        .map(Endpoint::address)
        .map(Object::toString)
        .findFirst()
        .orElseThrow();
  }

  /** Until it is gone: the engine may be away. */
  private void remove(String container) {
    for (int i = 0; i < 100; i++) {
      try {
        engine.client().removeContainerCmd(container).withForce(true).exec();
        return;
      } catch (NotFoundException e) {
        return;
      } catch (RuntimeException e) {
        LOG.info("a container is not removed: {}", e.getMessage());
        pause(PAUSE);
      }
    }
    problems.add("container " + container + " cannot be removed");
  }

  /** Whether it is over. */
  private boolean pause(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Lets the one that is there come to its end. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(REGISTRATION_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
