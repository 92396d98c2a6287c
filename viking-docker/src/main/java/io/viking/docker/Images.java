package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.model.Host;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images that one deployment needs: each host is asked once for each of them, and fetches it
 * once. Safe for use by several threads.
 */
final class Images {
  private final Launcher launcher;
  private final Map<Wanted, CompletableFuture<Wanted>> looks = new ConcurrentHashMap<>();

  private record Wanted(String engine, String image) {}

  Images(Launcher launcher) {
    this.launcher = launcher;
  }

  /**
   * Returns once the host has the image.
   *
   * @param pulling told if it has to be fetched first, and by this call
   * @throws io.viking.docker.launch.LaunchException if it has not, and cannot fetch it
   */
  void require(Host host, String image, Runnable pulling) {
    Wanted wanted = new Wanted(host.engine(), image);
    CompletableFuture<Wanted> mine = new CompletableFuture<>();
    CompletableFuture<Wanted> first = looks.putIfAbsent(wanted, mine);
    if (first == null) {
      look(host, wanted, mine, pulling);
    }
    try {
      (first == null ? mine : first).join();
    } catch (CompletionException e) {
      throw Failures.unchecked(Failures.unwrap(e));
    }
  }

  private void look(Host host, Wanted wanted, CompletableFuture<Wanted> look, Runnable pulling) {
    try {
      if (launcher.image(host, wanted.image()).isEmpty()) {
        pulling.run();
        launcher.pull(host, wanted.image());
      }
      look.complete(wanted);
    } catch (RuntimeException | Error e) {
      look.completeExceptionally(e);
    }
  }
}
