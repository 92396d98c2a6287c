package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop share: a buffer, pipes, a clock of coarse ticks, and the
 * order in which descriptors are closed. Used on that loop, except where it says otherwise.
 */
final class EpollLoop {
  /** The most that is read at once, in bytes. */
  static final int BUFFER = 64 * 1024;

  /** How many ticks without a move make a connection idle. */
  private static final int IDLE_TICKS = 8;

  private static final long LONGEST_TICK = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_TICK = Duration.ofMillis(5).toNanos();

  private final IoEventLoop executor;
  private final ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(BUFFER, BUFFER);
  private final EpollPipes pipes;
  private final Set<EpollConnection> connections = new LinkedHashSet<>();
  private final List<Grave> graves = new ArrayList<>();
  private final ArrayDeque<EpollDial> dials = new ArrayDeque<>();
  private final long idleNanos;
  private final long tickNanos;
  private int ticks;
  private boolean ticking;
  private boolean watchingDials;

  record Grave(FileDescriptor descriptor, IoRegistration registration) {}

  EpollLoop(IoEventLoop executor, RelayContext context, PipeSize pipeSize) {
    this.executor = executor;
    this.pipes = new EpollPipes(context.options(), pipeSize);
    this.idleNanos = context.options().idleTimeout().toNanos();
    this.tickNanos = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, idleNanos / IDLE_TICKS));
  }

  IoEventLoop executor() {
    return executor;
  }

  /** For what is passed on at once; its content belongs to whoever has read last. */
  ByteBuf buffer() {
    return buffer;
  }

  EpollPipes pipes() {
    return pipes;
  }

  /** Runs that on the loop; from any thread. Fails where the loop has ended. */
  CompletableFuture<Void> call(Runnable task) {
    try {
      return CompletableFuture.runAsync(task, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Runs that on the loop, after what is ready now; from any thread. */
  void later(Runnable task) {
    executor.execute(task);
  }

  IoRegistration register(IoHandle handle) {
    Future<IoRegistration> registered = executor.register(handle);
    if (!registered.isSuccess()) {
      throw new IllegalStateException("cannot register", registered.cause());
    }
    return registered.getNow();
  }

  /**
   * Closes a descriptor after the events that are ready now: one that is opened meanwhile must not
   * get its number, or it would get its events too.
   */
  void bury(FileDescriptor descriptor, @Nullable IoRegistration registration) {
    if (registration == null) {
      // It has never had events. Kept until later, those that are refused would add up.
      close(descriptor);
      return;
    }
    if (graves.isEmpty()) {
      later(this::buryNow);
    }
    graves.add(new Grave(descriptor, registration));
  }

  void buryNow() {
    for (Grave grave : graves) {
      // Closing takes it out of epoll; the registration would need another call for that.
      close(grave.descriptor);
      grave.registration.cancel();
    }
    graves.clear();
  }

  private static void close(FileDescriptor descriptor) {
    try {
      descriptor.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  // -- Connections and their time --

  void add(EpollConnection connection) {
    connections.add(connection);
    if (!ticking) {
      ticking = true;
      schedule(this::tick, tickNanos);
    }
  }

  void remove(EpollConnection connection) {
    connections.remove(connection);
  }

  /** The number of the present tick, for {@link #isIdle}. */
  int ticks() {
    return ticks;
  }

  /** Whether the idle time has passed since that tick; at most a tick and an eighth too late. */
  boolean isIdle(int lastMove) {
    return (ticks - lastMove - 1) * tickNanos >= idleNanos;
  }

  private void tick() {
    ticks++;
    List.copyOf(connections).forEach(EpollConnection::tick);
    ticking = !connections.isEmpty();
    if (ticking) {
      schedule(this::tick, tickNanos);
    }
  }

  /** Ends that attempt when its time is over. Most have the same time, so they end in order. */
  void watch(EpollDial dial) {
    dials.add(dial);
    if (!watchingDials) {
      watchingDials = true;
      schedule(this::checkDials, Math.max(0, dial.deadline() - System.nanoTime()));
    }
  }

  private void checkDials() {
    long now = System.nanoTime();
    for (EpollDial dial = dials.peek();
        dial != null && (dial.isOver() || dial.deadline() - now <= 0);
        dial = dials.peek()) {
      dials.remove();
      dial.expire();
    }
    EpollDial next = dials.peek();
    watchingDials = next != null;
    if (next != null) {
      schedule(this::checkDials, Math.max(0, next.deadline() - now));
    }
  }

  private void schedule(Runnable task, long nanos) {
    var unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Resets every connection; from any thread. */
  CompletableFuture<Void> abortAll() {
    return call(
        () -> {
          List.copyOf(connections).forEach(EpollConnection::abort);
          buryNow();
        });
  }

  /** After the loop has ended. */
  void release() {
    buffer.release();
    pipes.close();
  }
}
