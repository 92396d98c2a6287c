package io.viking.ports.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real etcd with TLS, with authentication, or both, on loopback, in a folder of its own. Closing
 * ends the process and deletes the folder.
 *
 * <p>For one thread. Where a program is missing the test is skipped, or fails if the system
 * property {@code viking.it.required} is true.
 */
public final class SecureEtcd implements AutoCloseable {
  /** A user whose role may read and write {@code /viking/}, and nothing else. */
  public static final String USER = "viking";

  /** The password of {@link #USER}. */
  public static final String PASSWORD = "s3cret-of-viking";

  /** A user without any role. */
  public static final String STRANGER = "stranger";

  /** The password of {@link #STRANGER}. */
  public static final String STRANGERS_PASSWORD = "s3cret-of-nobody";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String ROOT = "root:s3cret-of-root";

  /** How it is reached. */
  public enum Transport {
    /** http. */
    PLAIN,
    /** https. */
    TLS,
    /** https, for clients with a certificate of its authority. */
    MUTUAL_TLS
  }

  private final Path folder;
  private final Transport transport;
  private final String address;
  private final String endpoint;
  private final String metrics;
  private TestCertificates certificates;
  private TestCertificates.Issued client;
  private final List<String> command;
  private final EtcdGateway gateway;
  private final ServerProcess process;
  private boolean authenticates;

  private SecureEtcd(Path folder, Transport transport, Place place) {
    this.folder = folder;
    this.transport = transport;
    this.address = place.address();
    List<Integer> ports = LoopbackPorts.free(3);
    String scheme = transport == Transport.PLAIN ? "http" : "https";
    this.endpoint = scheme + "://" + address + ":" + ports.get(0);
    this.metrics = "http://" + address + ":" + ports.get(2);
    this.certificates = TestCertificates.in(folder, "ca");
    this.client = certificates.issue("client");
    this.command = Stream.concat(place.command().stream(), command(ports).stream()).toList();
    this.gateway = new EtcdGateway(metrics);
    this.process = new ServerProcess(folder.resolve("log"));
  }

  /** Where it runs: its address, and what its command has to start with. */
  private record Place(String address, List<String> command) {}

  /** One that answers on loopback, without users yet. */
  public static SecureEtcd start(Transport transport) {
    return start(transport, new Place("127.0.0.1", List.of()));
  }

  /** One that answers at that address of this machine, without users yet. */
  public static SecureEtcd start(Transport transport, String address) {
    return start(transport, new Place(address, List.of()));
  }

  /** One that answers in that network, without users yet; it is closed before the network. */
  public static SecureEtcd start(Transport transport, NetworkNamespace network) {
    return start(transport, new Place(network.address(), network.command()));
  }

  private static SecureEtcd start(Transport transport, Place place) {
    Command.require("etcd");
    Command.require("etcdctl");
    try {
      Path folder = Files.createTempDirectory("viking-secure-etcd");
      SecureEtcd etcd = new SecureEtcd(folder, transport, place);
      etcd.restart();
      return etcd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code https://address:port}, or {@code http}. */
  public String endpoint() {
    return endpoint;
  }

  /** The authority of its own certificate, and of its clients'. */
  public TestCertificates certificates() {
    return certificates;
  }

  /** A certificate that it accepts. */
  public TestCertificates.Issued client() {
    return client;
  }

  /** Makes the users and enables authentication. */
  public void enableAuthentication() {
    ctl("user", "add", ROOT);
    ctl("user", "grant-role", "root", "root");
    ctl("role", "add", "viking");
    ctl("role", "grant-permission", "viking", "readwrite", "--prefix=true", "/viking/");
    ctl("user", "add", USER + ":" + PASSWORD);
    ctl("user", "grant-role", USER, "viking");
    ctl("user", "add", STRANGER + ":" + STRANGERS_PASSWORD);
    ctl("auth", "enable");
    authenticates = true;
  }

  /** Runs {@code etcdctl} against it as its root user and answers what it printed. */
  public String ctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + endpoint));
    if (transport != Transport.PLAIN) {
      command.add("--cacert=" + certificates.ca());
      command.add("--cert=" + client.certificate());
      command.add("--key=" + client.key());
    }
    if (authenticates) {
      command.add("--user=" + ROOT);
    }
    command.addAll(List.of(arguments));
    return Command.run(Map.of("ETCDCTL_API", "3"), command);
  }

  /** How many calls of that method it has answered since it was started, whatever it said. */
  public long answered(String method) {
    return gateway.answered(method);
  }

  /** Starts it anew on its data. */
  public void restart() {
    process.start(command);
    awaitHealth();
  }

  /**
   * Starts it anew on its data, with an authority and certificates that replace all earlier ones.
   */
  public void restartRenewed() {
    process.kill();
    certificates = TestCertificates.in(folder, "ca");
    client = certificates.issue("client");
    certificates.issue("etcd.test", address);
    restart();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /** Stops it from running without closing its connections: {@code SIGSTOP}. */
  public void freeze() {
    process.freeze();
  }

  /** Lets it run on after {@link #freeze}. */
  public void thaw() {
    process.thaw();
    awaitHealth();
  }

  @Override
  public void close() {
    process.kill();
    TemporaryFolder.delete(folder);
  }

  private void awaitHealth() {
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

  private List<String> command(List<Integer> ports) {
    String peer = "http://127.0.0.1:" + ports.get(1);
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcd",
                "--name=test",
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + endpoint,
                "--advertise-client-urls=" + endpoint,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=test=" + peer,
                "--listen-metrics-urls=" + metrics,
                // The cheapest: password checks are meant to be slow.
                "--bcrypt-cost=4",
                "--unsafe-no-fsync"));
    if (transport != Transport.PLAIN) {
      TestCertificates.Issued own = certificates.issue("etcd.test", address);
      command.add("--cert-file=" + own.certificate());
      command.add("--key-file=" + own.key());
    }
    if (transport == Transport.MUTUAL_TLS) {
      command.add("--client-cert-auth");
      command.add("--trusted-ca-file=" + certificates.ca());
    }
    return command;
  }
}
