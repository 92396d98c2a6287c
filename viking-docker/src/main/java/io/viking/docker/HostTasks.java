package io.viking.docker;

import io.viking.model.Host;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Runs tasks for several hosts at a time, and a bounded number for each of them. Safe for use by
 * several threads.
 */
final class HostTasks implements AutoCloseable {
  static final ThreadFactory THREADS =
      task -> {
        Thread thread = new Thread(task, "viking-deploy");
        thread.setDaemon(true);
        return thread;
      };

  private final int parallelPerHost;
  private final Map<String, ExecutorService> executors = new ConcurrentHashMap<>();
  private final Queue<CompletableFuture<?>> running = new ConcurrentLinkedQueue<>();

  HostTasks(int parallelPerHost) {
    this.parallelPerHost = parallelPerHost;
  }

  /** Runs the task on one of the host's threads. */
  <T> CompletableFuture<T> submit(Host host, Supplier<T> task) {
    CompletableFuture<T> future = call(host, task);
    running.add(future);
    return future;
  }

  /** Runs the task on one of the host's threads; {@link #join()} does not wait for it. */
  <T> CompletableFuture<T> call(Host host, Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, executor(host));
  }

  /** Runs the task, which keeps its failures to itself, on one of the host's threads. */
  CompletableFuture<Void> run(Host host, Runnable task) {
    return CompletableFuture.runAsync(task, executor(host));
  }

  private ExecutorService executor(Host host) {
    return executors.computeIfAbsent(
        host.name(), any -> Executors.newFixedThreadPool(parallelPerHost, THREADS));
  }

  /** Waits for all tasks submitted so far; their failures are theirs to keep. */
  void join() {
    for (CompletableFuture<?> task = running.poll(); task != null; task = running.poll()) {
      join(List.of(task));
    }
  }

  /** Waits for these; their failures are theirs to keep. */
  static void join(Collection<? extends CompletableFuture<?>> tasks) {
    tasks.forEach(task -> task.handle((done, failure) -> "over").join());
  }

  /** Ends the threads once their tasks are done. */
  @Override
  public void close() {
    executors.values().forEach(ExecutorService::shutdown);
  }
}
