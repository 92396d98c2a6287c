package io.viking.ports;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The live endpoints of the cluster. What one directory has registered belongs to its {@link
 * ClusterStore}: it is gone when that store is closed, and soon after its process has died.
 *
 * <p>Safe for use by several threads. A new implementation must pass {@code
 * EndpointDirectoryContract} of this module's test jar.
 */
public interface EndpointDirectory {
  /**
   * Adds the endpoint, or moves the one of its service and id to its address. Repeating it is
   * harmless. It is kept, and put back after the store lost it, until it is deregistered.
   *
   * @throws StoreUnavailableException if the store cannot be written in time; the endpoint is then
   *     registered once the store is back, unless deregistered before
   */
  void register(Endpoint endpoint);

  /**
   * Takes away what this directory registered under that service and id. Repeating it is harmless.
   *
   * @throws StoreUnavailableException if the store cannot be written in time; the endpoint is then
   *     removed once the store is back
   */
  void deregister(String service, String id);

  /**
   * All endpoints now, those of other hosts included.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  EndpointSnapshot snapshot();

  /**
   * Calls the listener with the current snapshot and with every later one, in order, one call at a
   * time; several changes may be folded into one call. While the store is away there are no calls:
   * a consumer keeps what it has. The listener must not block for long and must not call this
   * store.
   */
  Subscription watch(Consumer<EndpointSnapshot> listener);

  /**
   * Waits until a snapshot fulfils the condition, without asking the store again and again. While
   * the store is away it goes on waiting.
   *
   * <pre>{@code
   * directory.await(now -> now.contains(service, id), Duration.ofSeconds(30)).isPresent()
   * }</pre>
   *
   * @param condition as quick as a {@linkplain #watch listener} has to be
   * @return the first snapshot that fulfils it, or empty if there was none in that time
   * @throws StoreUnavailableException if the thread is interrupted while it waits; the flag stays
   * @throws RuntimeException what the condition throws
   */
  default Optional<EndpointSnapshot> await(
      Predicate<EndpointSnapshot> condition, Duration timeout) {
    CompletableFuture<EndpointSnapshot> first = new CompletableFuture<>();
    Consumer<EndpointSnapshot> listener =
        snapshot -> {
          try {
            if (!first.isDone() && condition.test(snapshot)) {
              first.complete(snapshot);
            }
          } catch (RuntimeException e) {
            first.completeExceptionally(e);
          }
        };
    Subscription subscription = watch(listener);
    try {
      return Optional.of(first.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for endpoints", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      subscription.close();
    }
  }
}
