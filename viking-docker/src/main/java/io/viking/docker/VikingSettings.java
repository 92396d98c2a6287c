package io.viking.docker;

import io.viking.model.Host;
import io.viking.model.Pid;
import io.viking.model.placement.Scheduler;
import io.viking.ports.ClusterStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.immutables.value.Value;

/** What a {@link Viking} was built with. */
@Value.Immutable
interface VikingSettings {
  List<Host> givenHosts();

  Host localHost();

  Scheduler scheduler();

  Supplier<Pid> pids();

  Path deploymentFolder();

  ProgressListener progress();

  SecretReader secrets();

  Duration startTimeout();

  Duration stopGrace();

  int parallelPerHost();

  Duration lockWait();

  boolean rollback();

  /** The hosts given, else those with a live agent, else the local one. */
  default List<Host> hosts(ClusterStore store) {
    if (!givenHosts().isEmpty()) {
      return givenHosts();
    }
    List<Host> live = store.hosts().hosts();
    return live.isEmpty() ? List.of(localHost()) : live;
  }
}
