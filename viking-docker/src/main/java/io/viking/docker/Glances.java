package io.viking.docker;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Looks at instances beside whoever wants to know, as many at a time as their hosts have threads.
 * Not safe for use by several threads.
 */
final class Glances {
  private final Launcher launcher;
  private final HostTasks tasks;
  private final Map<Awaited, CompletableFuture<Optional<InstanceReport>>> open =
      new LinkedHashMap<>();

  Glances(Launcher launcher, HostTasks tasks) {
    this.launcher = launcher;
    this.tasks = tasks;
  }

  /** Begins to look at them. */
  void begin(Collection<Awaited> instances) {
    instances.forEach(
        awaited ->
            open.put(
                awaited,
                tasks.call(awaited.host(), () -> launcher.glance(awaited.host(), awaited.id()))));
  }

  /** Whether nothing is looked at any more. */
  boolean areOver() {
    return open.isEmpty();
  }

  /**
   * Tells what has been seen since. An engine that is away for a moment does not end its
   * containers, so nothing is told of those.
   */
  void settle(BiConsumer<Awaited, Optional<InstanceReport>> seen) {
    List<Awaited> done = new ArrayList<>();
    open.forEach(
        (awaited, glance) -> {
          if (glance.isDone()) {
            done.add(awaited);
          }
        });
    for (Awaited awaited : done) {
      CompletableFuture<Optional<InstanceReport>> glance = open.remove(awaited);
      if (glance == null) {
        continue;
      }
      if (!glance.isCompletedExceptionally()) {
        seen.accept(awaited, glance.join());
        continue;
      }
      Throwable failure = Failures.unwrap(glance.handle((report, thrown) -> thrown).join());
      if (!(failure instanceof LaunchException)) {
        throw Failures.unchecked(failure);
      }
    }
  }
}
