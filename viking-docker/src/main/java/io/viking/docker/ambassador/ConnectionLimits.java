package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How many connections may be open at once: in all, to one service, and from one source address.
 * One more is refused at once, and let in again as soon as one has ended. UDP flows count.
 *
 * <p>Where nothing is said about all connections, the process's limit of open files decides: a
 * connection needs two descriptors, and what the rest of the program has open, what the listeners
 * need, an eighth for moving bytes inside the kernel, and a reserve are kept back. So accepting
 * does not run out of descriptors, from which Java programs do not always recover. Where nothing is
 * said about one source, it may have half of all, so that none can starve the others; the
 * connections to one service are then not limited.
 *
 * <p>Ambassadors of one process should share one object. Thread-safe.
 */
public final class ConnectionLimits {
  private static final int DESCRIPTORS_A_CONNECTION = 2;
  private static final int DESCRIPTORS_A_PIPE = 2;

  /** Of the descriptors that may be used, one in so many is for pipes. */
  private static final int SHARE_OF_PIPES = 8;

  /** Up to so many, it is cheap and exact enough to look how many descriptors others have. */
  private static final int FEW = 16;

  private final Supplier<Descriptors> process;
  private volatile Descriptors descriptors;
  private final OptionalInt total;
  private final AtomicInteger listening = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger pipes = new AtomicInteger();
  private final Quota<String> services;
  private final Quota<InetAddress> sources;

  private ConnectionLimits(
      OptionalInt total, OptionalInt service, OptionalInt source, Supplier<Descriptors> process) {
    this.process = process;
    this.descriptors = process.get();
    this.total = total;
    int mostOfService = service.orElse(Integer.MAX_VALUE);
    this.services = new Quota<>(() -> mostOfService);
    this.sources = new Quota<>(() -> source.orElseGet(() -> Math.max(1, total() / 2)));
  }

  /** The limits that follow from this process's limit of open files, as it is now. */
  public static ConnectionLimits ofThisProcess() {
    return of(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Limits of which each may be left to the defaults.
   *
   * @param total the most connections in all
   * @param service the most to one service
   * @param source the most from one source address
   * @throws IllegalArgumentException if one is less than 1
   */
  public static ConnectionLimits of(OptionalInt total, OptionalInt service, OptionalInt source) {
    return of(total, service, source, Descriptors::ofThisProcess);
  }

  static ConnectionLimits of(
      OptionalInt total, OptionalInt service, OptionalInt source, Supplier<Descriptors> process) {
    requirePositive("in all", total);
    requirePositive("to a service", service);
    requirePositive("from a source", source);
    return new ConnectionLimits(total, service, source, process);
  }

  private static void requirePositive(String which, OptionalInt limit) {
    if (limit.isPresent() && limit.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the most connections " + which + " must be 1 or more but was " + limit.getAsInt());
    }
  }

  /** The most connections in all, as it is now; at least 1. */
  public int total() {
    return total.orElseGet(this::affordable);
  }

  /** The most connections to one service. */
  public int service() {
    return services.most();
  }

  /** The most connections from one source address, as it is now. */
  public int source() {
    return sources.most();
  }

  /** How many connections there are. */
  public int connections() {
    return connections.get();
  }

  /**
   * How many connections the process has descriptors for; where {@link #total()} is more, accepting
   * may fail, for a second at a time.
   */
  public int affordable() {
    if (descriptors.areUnlimited()) {
      return Integer.MAX_VALUE;
    }
    int left = descriptors.usable() - mostPipes() * DESCRIPTORS_A_PIPE - listening.get();
    return Math.max(1, left / DESCRIPTORS_A_CONNECTION);
  }

  private int mostPipes() {
    return descriptors.areUnlimited()
        ? Integer.MAX_VALUE
        : descriptors.usable() / SHARE_OF_PIPES / DESCRIPTORS_A_PIPE;
  }

  /**
   * Looks how many descriptors the rest of the program has, which a Java program opens as it goes:
   * each jar when it is first needed. To be called now and then; does nothing while there are many
   * connections.
   */
  void look() {
    services.prune();
    sources.prune();
    int now = connections.get();
    if (now <= FEW && !descriptors.areUnlimited()) {
      Descriptors seen = process.get();
      long ours =
          (long) now * DESCRIPTORS_A_CONNECTION
              + (long) pipes.get() * DESCRIPTORS_A_PIPE
              + listening.get();
      descriptors = new Descriptors(seen.most(), Math.max(0, seen.open() - ours));
    }
  }

  /** So many descriptors more listen; fewer, if negative. */
  void listening(int change) {
    listening.addAndGet(change);
  }

  /** Counts a connection, to be followed by {@link #leave}; else says why it is not let in. */
  Optional<Verdict> enter(InetAddress source) {
    if (connections.incrementAndGet() > total()) {
      connections.decrementAndGet();
      return Optional.of(Verdict.FULL);
    }
    if (!sources.take(source)) {
      connections.decrementAndGet();
      return Optional.of(Verdict.SOURCE_FULL);
    }
    return Optional.empty();
  }

  void leave(InetAddress source) {
    connections.decrementAndGet();
    sources.giveBack(source);
  }

  /** Whether it is let in, and counted until {@link #leaveService}. */
  boolean enterService(String service) {
    return services.take(service);
  }

  void leaveService(String service) {
    services.giveBack(service);
  }

  /** Whether there are descriptors for one pipe more, which count until {@link #pipeClosed}. */
  boolean pipeOpens() {
    if (pipes.incrementAndGet() > mostPipes()) {
      pipes.decrementAndGet();
      return false;
    }
    return true;
  }

  void pipeClosed() {
    pipes.decrementAndGet();
  }
}
