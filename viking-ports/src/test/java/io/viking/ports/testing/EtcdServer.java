package io.viking.ports.testing;

import java.nio.file.Path;
import java.util.List;

/**
 * A real etcd of one member on loopback, in a folder of its own, for tests: it can be killed,
 * frozen, restarted, and robbed of its data. Closing ends the process and deletes the folder.
 *
 * <p>For one thread. Where the {@code etcd} binary is missing the test is skipped, or fails if the
 * system property {@code viking.it.required} is true.
 */
public final class EtcdServer implements AutoCloseable {
  private final Path folder;
  private final EtcdProcess member;

  private EtcdServer(Path folder, EtcdProcess member) {
    this.folder = folder;
    this.member = member;
  }

  /** One that answers. */
  public static EtcdServer start() {
    EtcdServer server = prepare();
    server.restart();
    return server;
  }

  /** One that is not running yet; see {@link #restart}. */
  public static EtcdServer prepare() {
    Command.require("etcd");
    List<Integer> ports = LoopbackPorts.free(2);
    Path folder = TemporaryFolder.create("viking-etcd");
    return new EtcdServer(folder, new EtcdProcess("test", folder, ports.get(0), ports.get(1)));
  }

  /** {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return member.endpoint();
  }

  /** Starts it, on the data that is there, and waits until it answers. */
  public void restart() {
    member.start(List.of(member.peer()));
    member.awaitHealth();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    member.kill();
  }

  /** Stops it from running without closing its connections: {@code SIGSTOP}. */
  public void freeze() {
    member.freeze();
  }

  /** Lets it run on after {@link #freeze}. */
  public void thaw() {
    member.thaw();
    member.awaitHealth();
  }

  /** Deletes its data; it must not be running. */
  public void wipe() {
    member.wipe();
  }

  /** Runs {@code etcdctl} against it and answers what it printed. */
  public String ctl(String... arguments) {
    return new EtcdCtl(List.of(endpoint())).run(arguments);
  }

  @Override
  public void close() {
    kill();
    TemporaryFolder.delete(folder);
  }
}
