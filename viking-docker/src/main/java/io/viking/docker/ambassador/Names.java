package io.viking.docker.ambassador;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Resolves host names on threads of its own: a look-up blocks, and event loops must not. */
final class Names implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 256;

  private final ExecutorService lookups;

  Names(String threadName) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            new DefaultThreadFactory(threadName, true));
    pool.allowCoreThreadTimeOut(true);
    lookups = pool;
  }

  /** The address with its IP address; at once where it has one. Completes on that loop. */
  Future<InetSocketAddress> resolve(InetSocketAddress address, EventLoop loop, Duration patience) {
    if (!address.isUnresolved()) {
      return loop.newSucceededFuture(address);
    }
    String name = address.getHostString();
    Promise<InetSocketAddress> answer = loop.newPromise();
    ScheduledFuture<?> limit =
        loop.schedule(
            () -> answer.tryFailure(new UnknownHostException(name + ": no answer in " + patience)),
            patience.toNanos(),
            TimeUnit.NANOSECONDS);
    answer.addListener(done -> limit.cancel(false));
    try {
      lookups.execute(() -> lookUp(name, address.getPort(), answer));
    } catch (RejectedExecutionException e) {
      answer.tryFailure(e);
    }
    return answer;
  }

  private static void lookUp(String name, int port, Promise<InetSocketAddress> answer) {
    try {
      answer.trySuccess(new InetSocketAddress(InetAddress.getByName(name), port));
    } catch (UnknownHostException e) {
      answer.tryFailure(e);
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
