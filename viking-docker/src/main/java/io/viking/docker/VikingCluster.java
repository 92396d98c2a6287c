package io.viking.docker;

import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.InvalidStackException;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.DeploymentFolder;
import io.viking.ports.ClusterStore;
import io.viking.ports.CorruptStoreException;
import io.viking.ports.StackLock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster of a {@link Viking}, as a reconciler sees it. */
final class VikingCluster implements ReconciledCluster {
  private static final Logger LOG = LoggerFactory.getLogger(VikingCluster.class);

  /** Whoever has the lock changes the stack anyway: the next look is soon enough. */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final VikingSettings settings;
  private final ClusterStore store;
  private final Launcher launcher;
  private final StackChanges changes;
  private final HostReads reads;
  private final Planning planning;
  private final DeploymentFolder folder;

  VikingCluster(
      VikingSettings settings,
      ClusterStore store,
      Launcher launcher,
      StackChanges changes,
      Planning planning,
      DeploymentFolder folder) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
    this.changes = changes;
    this.reads = new HostReads(launcher::inspect, PATIENCE);
    this.planning = planning;
    this.folder = folder;
  }

  @Override
  public List<Host> hosts() {
    return settings.hosts(store);
  }

  @Override
  public Set<String> liveHosts() {
    Set<String> live = new TreeSet<>();
    store.hosts().hosts().forEach(host -> live.add(host.name()));
    return live;
  }

  @Override
  public Set<String> reportedHosts() {
    Set<String> reported = new TreeSet<>();
    try {
      store.hosts().reports().stream()
          .filter(report -> !report.carried().isEmpty())
          .forEach(report -> reported.add(report.host()));
    } catch (CorruptStoreException e) {
      LOG.warn("which hosts there were before is not known: {}", e.getMessage());
    }
    return reported;
  }

  @Override
  public Set<String> drainedHosts() {
    return store.hosts().drained().keySet();
  }

  @Override
  public ActualState read(List<Host> hosts) {
    HostReads.Reading reading = reads.read(hosts);
    return ActualState.builder()
        .hosts(reading.answers())
        .silentHosts(reading.reasons())
        .volumeHomes(store.volumes().homes())
        .build();
  }

  @Override
  public Plan plan(StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull) {
    return planning.forScope(catalog, scope, actual, pull);
  }

  @Override
  public void change(StackName stack, Consumer<Locked> change) {
    try (StackLock lock = store.locks().acquire(List.of(stack), LOCK_WAIT, holder -> {})) {
      change.accept(
          new Locked() {
            @Override
            public ActualState settle(ActualState actual) {
              return new LockedStacks(lock, launcher).settle(actual);
            }

            @Override
            public void apply(Plan plan, ActualState actual) {
              lock.requireHeld();
              changes.apply(plan, lock, actual);
            }
          });
    }
  }

  /** What came from the folder is a version of it to which it can be rolled back. */
  @Override
  public void settled(Stack stack) {
    try {
      if (folder.stack(stack.name()).equals(Optional.of(stack))) {
        folder.keepVersion(stack);
      }
    } catch (InvalidStackException | UncheckedIOException e) {
      LOG.debug("no version of {} was kept", stack.name(), e); // It was edited meanwhile.
    }
  }

  @Override
  public String lastWords(Host host, InstanceId instance) {
    try {
      return launcher.report(host, instance).map(VikingCluster::text).orElse("");
    } catch (LaunchException e) {
      return ""; // That it ended is told all the same.
    }
  }

  private static String text(InstanceReport report) {
    return "Exit code "
        + report.exitCode()
        + (report.lastLog().isEmpty()
            ? "; it printed nothing."
            : "; its last lines:\n  " + String.join("\n  ", report.lastLog()));
  }

  @Override
  public Launcher.Subscription watch(Host host, Runnable news, Runnable ended) {
    return launcher.watch(host, news, ended);
  }
}
