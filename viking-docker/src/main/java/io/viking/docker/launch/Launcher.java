package io.viking.docker.launch;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ContainerSpec;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.time.Duration;
import java.util.Optional;

/**
 * What viking asks of the engines. The one that talks to Docker is {@link DockerLauncher}; another
 * one can start instances by any other means.
 *
 * <p>Implementations are safe for use by several threads, and bound every call by a deadline. The
 * {@code Viking} that a launcher was given to closes it. A new one must pass {@code
 * LauncherContract} of this module's test jar.
 */
public interface Launcher extends AutoCloseable {
  /**
   * Reads the host's actual state.
   *
   * @throws LaunchException if the engine cannot be asked
   */
  ActualHost inspect(Host host);

  /**
   * Reads what the image says of itself, without fetching it.
   *
   * @return empty if the host does not have the image
   * @throws LaunchException if the engine cannot be asked
   */
  Optional<ImageDetails> image(Host host, String image);

  /**
   * Fetches the image from its registry to that host.
   *
   * @throws LaunchException if it cannot be fetched
   */
  void pull(Host host, String image);

  /**
   * Makes and starts the container. Its variables hold the values of all secrets, which are for the
   * container and nothing else: no message, no log, no label. If a start fails, nothing of it stays
   * on the host, its volumes excepted. The image must be there.
   *
   * @throws LaunchException if the container cannot be made or started
   */
  void start(Host host, ContainerSpec spec);

  /**
   * The same in two steps: makes the container, asks for the permit, and only then starts it. Where
   * the permit throws, the container is removed again and never runs.
   *
   * <p>The one asked between the steps shuts out a program that stood still for long: before the
   * lock of a stack is used, what was made and not started is removed. A launcher that knows no
   * such step, as this default, asks before it starts.
   *
   * @param permit throws if the container may not be started
   * @throws LaunchException if the container cannot be made or started
   */
  default void start(Host host, ContainerSpec spec, Runnable permit) {
    permit.run();
    start(host, spec);
  }

  /**
   * Stops the container, killing it after the grace, and removes it; its volumes stay. A container
   * that is not there is no fault.
   *
   * @throws LaunchException if the engine cannot be asked, or refuses
   */
  void remove(Host host, InstanceId instance, Duration grace);

  /**
   * How the container is doing; empty if it is not there.
   *
   * @throws LaunchException if the engine cannot be asked
   */
  Optional<InstanceReport> report(Host host, InstanceId instance);

  /**
   * The same without the output, where that saves something: asked again and again of each instance
   * that is waited for. This default tells all.
   *
   * @throws LaunchException if the engine cannot be asked
   */
  default Optional<InstanceReport> glance(Host host, InstanceId instance) {
    return report(host, instance);
  }

  /**
   * Tells when something happens to one of the host's containers, until the subscription is closed
   * or ends by itself. What it tells may be late, more than once, or nothing: it only saves time to
   * who looks every so often. A launcher that knows no such thing, as this default, never tells.
   *
   * @param news called on a thread that must not be blocked
   * @param ended called at most once, when nothing more is told although nobody closed it
   * @return what ends it; closing it may be repeated and never throws
   * @throws LaunchException if the engine cannot be asked
   */
  default Subscription watch(Host host, Runnable news, Runnable ended) {
    return () -> {};
  }

  /** Ends what {@link #watch} began. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    /** Ends it. */
    @Override
    void close();
  }

  /** Frees connections and threads; stops no container. Never throws, may be repeated. */
  @Override
  void close();
}
