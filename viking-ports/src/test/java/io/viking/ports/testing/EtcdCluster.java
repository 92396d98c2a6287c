package io.viking.ports.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A real etcd cluster of three members on loopback for tests: each member can be killed, frozen,
 * started again and robbed of its data. Closing ends all processes and deletes their folder.
 *
 * <p>Members are counted from 0. For one thread. Where the {@code etcd} binary is missing the test
 * is skipped, or fails if the system property {@code viking.it.required} is true.
 *
 * <pre>{@code
 * try (EtcdCluster etcd = EtcdCluster.start()) {
 *   etcd.kill(etcd.awaitLeader());
 * }
 * }</pre>
 */
public final class EtcdCluster implements AutoCloseable {
  /** How many members it has: it works as long as two of them do. */
  public static final int MEMBERS = 3;

  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final List<EtcdProcess> members;

  private EtcdCluster(Path folder, List<EtcdProcess> members) {
    this.folder = folder;
    this.members = members;
  }

  /** One whose members all answer. */
  public static EtcdCluster start() {
    Command.require("etcd");
    List<Integer> ports = LoopbackPorts.free(2 * MEMBERS);
    Path folder = TemporaryFolder.create("viking-etcd-cluster");
    EtcdCluster cluster =
        new EtcdCluster(
            folder,
            IntStream.range(0, MEMBERS)
                .mapToObj(
                    i ->
                        new EtcdProcess(
                            "member" + i, folder, ports.get(2 * i), ports.get(2 * i + 1)))
                .toList());
    try {
      cluster.heal();
    } catch (IllegalStateException e) {
      cluster.members.forEach(EtcdProcess::kill);
      throw e;
    }
    return cluster;
  }

  /** All members' client addresses, each {@code http://127.0.0.1:port}. */
  public List<String> endpoints() {
    return members.stream().map(EtcdProcess::endpoint).toList();
  }

  /** Starts that member on the data that is there; it need not answer yet, see {@link #heal}. */
  public void start(int member) {
    members.get(member).start(members.stream().map(EtcdProcess::peer).toList());
  }

  /** Ends that member as {@code kill -9} does. */
  public void kill(int member) {
    members.get(member).kill();
  }

  /** Stops that member from running without closing its connections: {@code SIGSTOP}. */
  public void freeze(int member) {
    members.get(member).freeze();
  }

  /** Lets that member run on after {@link #freeze}; it need not answer yet. */
  public void thaw(int member) {
    members.get(member).thaw();
  }

  /** Deletes that member's data; it must not be running. */
  public void wipe(int member) {
    members.get(member).wipe();
  }

  /** Ends all members as {@code kill -9} does. */
  public void killAll() {
    members.forEach(EtcdProcess::kill);
  }

  /** Deletes all data; no member may be running. */
  public void wipeAll() {
    members.forEach(EtcdProcess::wipe);
  }

  /** Lets frozen members run on, starts those that do not run, and waits until all answer. */
  public void heal() {
    for (int i = 0; i < MEMBERS; i++) {
      if (members.get(i).isFrozen()) {
        thaw(i);
      }
      if (!members.get(i).isAwake()) {
        start(i);
      }
    }
    members.forEach(EtcdProcess::awaitHealth);
  }

  /** The member that leads now; empty during an election. */
  public OptionalInt leader() {
    long newest = -1;
    OptionalInt leader = OptionalInt.empty();
    for (int i = 0; i < MEMBERS; i++) {
      Optional<EtcdGateway.Status> status = members.get(i).status();
      // One that has just been thawed may still believe that it leads, in an older term.
      if (status.isPresent() && status.get().leads() && status.get().term() > newest) {
        newest = status.get().term();
        leader = OptionalInt.of(i);
      }
    }
    return leader;
  }

  /**
   * The member that leads, once there is one.
   *
   * @throws IllegalStateException if there is none within half a minute
   */
  public int awaitLeader() {
    return Await.first(
        "a member leads", ELECTION_LIMIT, () -> leader().stream().boxed().findFirst());
  }

  /**
   * The member that serves a watch, once there is one.
   *
   * @throws IllegalStateException if there is none within half a minute
   */
  public int awaitWatched() {
    return Await.first(
        "a member serves a watch",
        ELECTION_LIMIT,
        () ->
            IntStream.range(0, MEMBERS)
                .filter(i -> members.get(i).watches() > 0)
                .boxed()
                .findFirst());
  }

  /** Runs {@code etcdctl} with the addresses of all members and answers what it printed. */
  public String ctl(String... arguments) {
    return new EtcdCtl(endpoints()).run(arguments);
  }

  @Override
  public void close() {
    killAll();
    TemporaryFolder.delete(folder);
  }
}
