package io.viking.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import io.viking.docker.engine.EngineException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event stream: what docker-java calls back, in our words. */
final class EventSubscription implements ResultCallback<Event>, EventStream {
  private final EventListener listener;
  private final Function<Throwable, EngineException> translate;
  private final CountDownLatch begun = new CountDownLatch(1);
  private @Nullable Closeable stream;
  private @Nullable Closeable connection;
  private @Nullable EngineException failure;
  private boolean started;
  private boolean ended;

  EventSubscription(EventListener listener, Function<Throwable, EngineException> translate) {
    this.listener = listener;
    this.translate = translate;
  }

  /**
   * Returns once the engine has accepted the subscription: what happens from now on is heard.
   *
   * @param connected is closed with this subscription
   */
  void awaitStart(String engine, Duration deadline, Closeable connected) {
    synchronized (this) {
      connection = connected;
    }
    boolean inTime;
    try {
      inTime = begun.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EngineException(Kind.UNREACHABLE, engine, "interrupted while subscribing", e);
    }
    synchronized (this) {
      if (inTime && started) {
        return;
      }
    }
    close();
    throw startFailure(engine, deadline);
  }

  private synchronized EngineException startFailure(String engine, Duration deadline) {
    return failure != null
        ? failure
        : new EngineException(
            Kind.UNREACHABLE,
            engine,
            "it did not answer the subscription to its events within " + Deadlines.text(deadline),
            null);
  }

  @Override
  public synchronized void onStart(Closeable opened) {
    stream = opened;
    started = true;
    begun.countDown();
    if (ended) {
      closeStream();
    }
  }

  @Override
  public synchronized void onNext(Event event) {
    if (!ended
        && event.getActor() != null
        && event.getActor().getId() != null
        && event.getAction() != null) {
      listener.onEvent(
          new ContainerEvent(
              event.getActor().getId(),
              ContainerEvent.Action.parse(event.getAction()),
              time(event)));
    }
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    failure = failure == null ? translate.apply(thrown) : failure;
    end(Optional.of(failure));
  }

  @Override
  public synchronized void onComplete() {
    end(Optional.empty());
  }

  private void end(Optional<EngineException> cause) {
    if (!ended) {
      ended = true;
      // A subscription that never began is reported by whoever waits for it.
      if (started) {
        listener.onEnd(cause);
      }
    }
    begun.countDown();
  }

  @Override
  public void close() {
    Closeable opened;
    synchronized (this) {
      ended = true;
      closeStream();
      opened = connection;
    }
    // Not under the lock, which the thread that reads may be waiting for.
    closeQuietly(opened);
  }

  private void closeStream() {
    closeQuietly(stream);
  }

  private static void closeQuietly(@Nullable Closeable resource) {
    if (resource == null) {
      return;
    }
    try {
      resource.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  private static Instant time(Event event) {
    Long nanos = event.getTimeNano();
    Long seconds = event.getTime();
    if (nanos != null) {
      return Instant.EPOCH.plusNanos(nanos);
    }
    try {
      return seconds == null ? Instant.EPOCH : Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      return Instant.EPOCH; // What happened counts, not a time that is none.
    }
  }
}
