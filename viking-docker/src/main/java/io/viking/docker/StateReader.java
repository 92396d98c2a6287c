package io.viking.docker;

import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.model.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads the actual state of all hosts, at the same time. */
final class StateReader {
  private final Launcher launcher;

  StateReader(Launcher launcher) {
    this.launcher = launcher;
  }

  /** What the hosts report; those that do not answer are listed with the reason. */
  ActualState read(List<Host> hosts, Map<String, String> volumeHomes) {
    Map<String, String> silent = new TreeMap<>();
    List<ActualHost> answers = new ArrayList<>();
    try (HostTasks tasks = new HostTasks(1)) {
      List<CompletableFuture<ActualHost>> reads =
          hosts.stream().map(host -> tasks.submit(host, () -> launcher.inspect(host))).toList();
      tasks.join();
      for (int i = 0; i < hosts.size(); i++) {
        CompletableFuture<ActualHost> read = reads.get(i);
        if (read.isCompletedExceptionally()) {
          silent.put(hosts.get(i).name(), failure(read));
        } else {
          answers.add(read.join());
        }
      }
    }
    answers.sort(Comparator.comparing(answer -> answer.host().name()));
    return ActualState.builder()
        .hosts(answers)
        .silentHosts(silent)
        .volumeHomes(volumeHomes)
        .build();
  }

  private static String failure(CompletableFuture<?> read) {
    return read.handle(
            (done, failure) -> {
              Throwable cause = Failures.unwrap(failure);
              if (cause instanceof LaunchException) {
                return Failures.text(cause);
              }
              throw Failures.unchecked(cause);
            })
        .join();
  }
}
