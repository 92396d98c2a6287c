package io.viking.examples;

import com.sun.net.httpserver.HttpServer;
import io.viking.docker.launch.ImageDetails;
import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A launcher without Docker: each instance is a small HTTP server in this process, which answers
 * with the variables it was given. It registers its instances itself, in the place of the agents.
 */
final class OwnLauncher implements Launcher {
  /** An instance that runs. */
  private record Running(ContainerSpec spec, Host host, HttpServer server) {}

  private final ClusterStore store;
  private final Map<InstanceId, Running> running = new ConcurrentSkipListMap<>();

  OwnLauncher(ClusterStore store) {
    this.store = store;
  }

  @Override
  public ActualHost inspect(Host host) {
    return ActualHost.builder()
        .host(host)
        .instances(
            running.values().stream()
                .filter(instance -> instance.host().equals(host))
                .map(instance -> actual(instance.spec()))
                .toList())
        .build();
  }

  private static ActualInstance actual(ContainerSpec spec) {
    return ActualInstance.builder()
        .id(spec.instance())
        .state(State.RUNNING)
        .specHash(spec.labels().getOrDefault(Labels.SPEC, ""))
        .imageId(spec.image())
        .build();
  }

  @Override
  public Optional<ImageDetails> image(Host host, String image) {
    return Optional.of(new ImageDetails(image, List.of()));
  }

  @Override
  public void pull(Host host, String image) {
    throw new LaunchException(host, "there is no registry behind this launcher", null);
  }

  @Override
  public void start(Host host, ContainerSpec spec) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] answer = answer(host, spec);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      running.put(spec.instance(), new Running(spec, host, server));
      spec.ports().forEach(port -> register(spec.instance(), port, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] answer(Host host, ContainerSpec spec) {
    StringBuilder text = new StringBuilder(spec.instance() + " on " + host + "\n");
    spec.environment()
        .forEach((name, value) -> text.append("  " + name + "=" + value).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void register(InstanceId instance, ExposedPort port, HttpServer server) {
    store
        .endpoints()
        .register(
            new Endpoint(
                new ServicePort(instance.service(), port).registryName(),
                instance.serviceId(port),
                new HostAndPort("127.0.0.1", server.getAddress().getPort())));
  }

  @Override
  public void remove(Host host, InstanceId instance, Duration grace) {
    Running gone = running.remove(instance);
    if (gone != null) {
      for (ExposedPort port : gone.spec().ports()) {
        String service = new ServicePort(instance.service(), port).registryName();
        store.endpoints().deregister(service, instance.serviceId(port));
      }
      gone.server().stop(0);
    }
  }

  @Override
  public Optional<InstanceReport> report(Host host, InstanceId instance) {
    return Optional.ofNullable(running.get(instance))
        .map(found -> new InstanceReport(State.RUNNING, 0, 0, List.of()));
  }

  @Override
  public void close() {
    running.values().forEach(instance -> instance.server().stop(0));
  }
}
