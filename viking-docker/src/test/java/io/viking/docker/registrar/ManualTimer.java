package io.viking.docker.registrar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so; tasks run on the test's own thread. */
final class ManualTimer implements Timer {
  private record Task(long at, int order, Runnable body) {}

  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private int order;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(now + delay.toNanos(), order++, task));
  }

  /** Lets that much time pass and runs what falls due, in order. */
  void advance(Duration duration) {
    long end = now + duration.toNanos();
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> task.at() <= end)
              .min(Comparator.comparingLong(Task::at).thenComparingInt(Task::order))
              .orElse(null);
      if (next == null) {
        now = end;
        return;
      }
      tasks.remove(next);
      now = Math.max(now, next.at());
      next.body().run();
    }
  }

  @Override
  public void close() {
    tasks.clear();
  }
}
