package io.viking.docker.engine;

import io.viking.docker.engine.EngineException.Kind;
import io.viking.model.RestartPolicy;
import io.viking.model.placement.Resources;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One Docker engine. Connects when first used, agrees on an API version that both sides speak, and
 * heals by itself: an engine that was away can be asked again by the same client.
 *
 * <p>Safe for use by several threads; calls do not wait for each other. Every call has a deadline
 * and throws an {@link EngineException} when it passes. Whoever opens a client closes it.
 *
 * <pre>{@code
 * try (EngineClient engine = EngineClient.open("unix:///var/run/docker.sock", EngineOptions.defaults())) {
 *   engine.containers().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class EngineClient implements AutoCloseable {
  private final EngineConnection connection;
  private final ImageCalls images;

  private EngineClient(EngineConnection connection) {
    this.connection = connection;
    this.images = new ImageCalls(connection);
  }

  /**
   * A client of the engine at {@code unix://...} or {@code tcp://host:port}; does no IO but to
   * check the certificates.
   *
   * @throws EngineException if the address cannot be used, or a certificate is missing
   */
  public static EngineClient open(String address, EngineOptions options) {
    return new EngineClient(new EngineConnection(EngineAddress.of(address, options), options));
  }

  /** The engine's address, as it was given. */
  public String address() {
    return connection.address().text();
  }

  /**
   * Returns if the engine answers.
   *
   * @throws EngineException if it does not within the deadline
   */
  public void ping() {
    connection.call(docker -> Lenient.unlessSo(() -> docker.pingCmd().exec()));
  }

  /** What the engine says of itself. */
  public EngineFacts facts() {
    return connection.call(
        docker -> EngineReader.facts(docker.versionCmd().exec(), docker.infoCmd().exec()));
  }

  /** What its host has of memory and processors; empty if it does not say. */
  public Optional<Resources> capacity() {
    return connection.call(docker -> EngineReader.capacity(docker.infoCmd().exec()));
  }

  /** All containers, running or not. One that goes while they are read is left out. */
  public List<ContainerFacts> containers() {
    return summaries().stream().flatMap(summary -> container(summary.id()).stream()).toList();
  }

  /** All containers, running or not, as the engine lists them: one call. */
  public List<ContainerSummary> summaries() {
    return connection.call(
        docker ->
            docker.listContainersCmd().withShowAll(true).exec().stream()
                .map(ContainerReader::summary)
                .toList());
  }

  /** The containers that have that label, running or not: one call. */
  public List<ContainerSummary> summaries(String label) {
    return connection.call(
        docker ->
            docker
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(label))
                .exec()
                .stream()
                .map(ContainerReader::summary)
                .toList());
  }

  /** The container of that id or name; empty if there is none. */
  public Optional<ContainerFacts> container(String idOrName) {
    return ifFound(
        () ->
            connection.call(
                docker -> ContainerReader.facts(docker.inspectContainerCmd(idOrName).exec())));
  }

  /**
   * Subscribes to what happens to containers. Returns once the engine has accepted: what happens
   * after that is heard, and so is what happened from {@code since} on, as far as the engine
   * remembers it.
   *
   * @throws EngineException if the engine does not accept within the deadline
   */
  public EventStream events(Instant since, EventListener listener) {
    EventSubscription subscription = new EventSubscription(listener, connection::translate);
    String from = "%d.%09d".formatted(since.getEpochSecond(), since.getNano());
    Closeable connected =
        connection.lastingStream(
            docker ->
                docker
                    .eventsCmd()
                    .withSince(from)
                    .withEventTypeFilter("container")
                    .exec(subscription));
    subscription.awaitStart(address(), connection.callDeadline(), connected);
    return subscription;
  }

  /** The host's addresses on the engine's default bridge; none if the engine has no such bridge. */
  public BridgeGateways bridgeGateways() {
    return ifFound(
            () ->
                connection.call(
                    docker ->
                        Bridges.gateways(
                            docker.inspectNetworkCmd().withNetworkId("bridge").exec())))
        .orElse(new BridgeGateways(Optional.empty(), Optional.empty()));
  }

  /**
   * The networks whose containers reach each other, by the first twelve digits of their ids: all
   * but those made with {@code com.docker.network.bridge.enable_icc=false}, and the default bridge
   * of an engine with {@code icc: false}.
   */
  public Set<String> connectingNetworks() {
    return ifFound(
            () -> connection.call(docker -> Bridges.connecting(docker.listNetworksCmd().exec())))
        .orElse(Set.of());
  }

  /** The interfaces of its host that are its bridge networks', {@code docker0} and so on. */
  public Set<String> bridgeInterfaces() {
    return connection.call(docker -> Bridges.interfaces(docker.listNetworksCmd().exec()));
  }

  /**
   * Whether {@code host-gateway} may mean nothing to its containers: engines before 23.0 that keep
   * containers alive over a restart write {@code <nil>} into the host files of those started
   * afterwards (moby#42753).
   */
  public boolean losesHostGateway() {
    return !connection.apiVersion().isGreaterOrEqual(ApiVersions.ENGINE_23)
        && connection.call(
            docker ->
                Boolean.TRUE.equals(
                    docker.infoCmd().exec().getRawValues().get("LiveRestoreEnabled")));
  }

  /** The names of its volumes. */
  public Set<String> volumes() {
    return connection.call(docker -> VolumeReader.names(docker.listVolumesCmd().exec()));
  }

  /** The images: from each name ({@code repository:tag}) to the image's id. */
  public Map<String, String> images() {
    return images.names();
  }

  /** The image of that name or id; empty if the engine does not have it. */
  public Optional<ImageFacts> image(String image) {
    return ifFound(() -> images.inspect(image));
  }

  /** Fetches an image from its registry. */
  public void pull(String image) {
    images.pull(image);
  }

  /**
   * Builds an image of that name from a tar file with a {@code Dockerfile}; never pulls, and what
   * it runs has no network.
   */
  public void build(Path tar, String tag) {
    images.build(tar, tag);
  }

  /** Loads the images of a tar file, as {@code docker save} writes it. */
  public void load(Path tar) {
    images.load(tar);
  }

  /**
   * Makes a container without starting it.
   *
   * @return the engine's id of it
   * @throws EngineException of kind {@link Kind#CONFLICT} if the name is taken, {@link
   *     Kind#NOT_FOUND} if the image is not there
   */
  public String create(NewContainer container) {
    return connection.work(docker -> ContainerWriter.command(docker, container).exec().getId());
  }

  /**
   * Puts files into a container, running or not.
   *
   * @param folder where in the container; has to be there, as a volume if it is confined
   * @param tar a tar archive, unpacked there
   */
  public void copyInto(String idOrName, String folder, byte[] tar) {
    connection.work(docker -> ContainerFiles.put(docker, idOrName, folder, tar));
  }

  /** The content of a file in a container, running or not; empty if either is not there. */
  public Optional<byte[]> file(String idOrName, String path) {
    return ifFound(() -> connection.work(docker -> ContainerFiles.get(docker, idOrName, path)));
  }

  /** Starts it; one that runs is left as it is. */
  public void start(String idOrName) {
    connection.work(docker -> Lenient.unlessSo(() -> docker.startContainerCmd(idOrName).exec()));
  }

  /** Gives it another name; its process is not concerned. */
  public void rename(String idOrName, String name) {
    connection.work(
        docker ->
            Lenient.unlessSo(() -> docker.renameContainerCmd(idOrName).withName(name).exec()));
  }

  /** Changes what happens when its process ends, also of one that runs. */
  public void setRestart(String idOrName, RestartPolicy policy) {
    connection.work(
        docker ->
            docker
                .updateContainerCmd(idOrName)
                .withRestartPolicy(ContainerWriter.restart(policy))
                .exec());
  }

  /** Stops it, killing it after the grace; one that does not run, or is not there, is no fault. */
  public void stop(String idOrName, Duration grace) {
    int seconds = Math.toIntExact(grace.plusMillis(999).toSeconds());
    connection.call(
        grace.plus(connection.options().workTimeout()),
        docker ->
            Lenient.unlessGone(
                () ->
                    Lenient.unlessSo(
                        () -> docker.stopContainerCmd(idOrName).withTimeout(seconds).exec())));
  }

  /** Kills and removes it; its volumes stay. One that is not there is no fault. */
  public void remove(String idOrName) {
    remove(idOrName, false);
  }

  /** The same with the volumes that are its own, and have no name. */
  public void removeWithOwnVolumes(String idOrName) {
    remove(idOrName, true);
  }

  private void remove(String idOrName, boolean volumes) {
    connection.work(
        docker ->
            Lenient.unlessGone(
                () ->
                    docker
                        .removeContainerCmd(idOrName)
                        .withForce(true)
                        .withRemoveVolumes(volumes)
                        .exec()));
  }

  /** Its last lines of output, both streams, oldest first. */
  public List<String> logTail(String idOrName, int lines) {
    LogTail tail = new LogTail(lines);
    connection.call(
        docker ->
            docker
                .logContainerCmd(idOrName)
                .withStdOut(true)
                .withStdErr(true)
                .withTail(lines)
                .exec(tail));
    Completion.await(tail, "reading the log", connection, connection.options().responseTimeout());
    return tail.lines();
  }

  private static <T> Optional<T> ifFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (EngineException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Ends all event streams and frees all connections; may be repeated. */
  @Override
  public void close() {
    connection.close();
  }
}
