package io.viking.ports.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One member of an etcd cluster as a process of its own on loopback, with a folder for its data and
 * its log. For one thread.
 */
final class EtcdProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Path folder;
  private final int clientPort;
  private final int peerPort;
  private final EtcdGateway gateway;
  private final ServerProcess process;

  EtcdProcess(String name, Path folder, int clientPort, int peerPort) {
    this.name = name;
    this.folder = folder;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
    this.gateway = new EtcdGateway(endpoint());
    this.process = new ServerProcess(folder.resolve(name + ".log"));
  }

  /** {@code http://127.0.0.1:port}. */
  String endpoint() {
    return "http://127.0.0.1:" + clientPort;
  }

  /** How the members of its cluster are told of it: {@code name=address}. */
  String peer() {
    return name + "=" + peerAddress();
  }

  /** Starts it on the data that is there; it need not answer yet. */
  void start(List<String> peers) {
    process.start(command(String.join(",", peers)));
  }

  /** Whether it runs and is not frozen. */
  boolean isAwake() {
    return process.isAlive() && !process.isFrozen();
  }

  boolean isFrozen() {
    return process.isFrozen();
  }

  /** Waits until it and enough of its peers answer. */
  void awaitHealth() {
    Await.until(
        "etcd answers; its log: " + process.log(),
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("etcd did not start; its log: " + process.log());
          }
          return gateway.isHealthy();
        });
  }

  /** Which member it takes for the leader; empty if it does not answer. */
  Optional<EtcdGateway.Status> status() {
    return isAwake() ? gateway.status() : Optional.empty();
  }

  /** How many watches it serves; 0 if it does not answer. */
  int watches() {
    return isAwake() ? gateway.watches() : 0;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.kill();
  }

  /** Stops it from running without closing its connections: {@code SIGSTOP}. */
  void freeze() {
    process.freeze();
  }

  /** Lets it run on after {@link #freeze}. */
  void thaw() {
    process.thaw();
  }

  /** Deletes its data; it must not be running. */
  void wipe() {
    if (process.isStarted()) {
      throw new IllegalStateException("kill etcd before its data is deleted");
    }
    TemporaryFolder.delete(folder.resolve(name));
  }

  private List<String> command(String cluster) {
    // The kernel keeps what a killed process has written, so nothing is lost by not waiting for the
    // disk: only a loss of power could tell the difference.
    return List.of(
        "etcd",
        "--name=" + name,
        "--data-dir=" + folder.resolve(name),
        "--listen-client-urls=" + endpoint(),
        "--advertise-client-urls=" + endpoint(),
        "--listen-peer-urls=" + peerAddress(),
        "--initial-advertise-peer-urls=" + peerAddress(),
        "--initial-cluster=" + cluster,
        "--unsafe-no-fsync");
  }

  private String peerAddress() {
    return "http://127.0.0.1:" + peerPort;
  }
}
