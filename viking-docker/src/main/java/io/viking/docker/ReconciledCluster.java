package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a reconciler asks of a cluster: all of its IO but the reading of what is wanted. */
interface ReconciledCluster {
  /** The hosts that are listed now. */
  List<Host> hosts();

  /** The names of the hosts that have a live agent. */
  Set<String> liveHosts();

  /** The names of the hosts whose containers were reported, by an agent that lives or did once. */
  Set<String> reportedHosts();

  /** The names of the hosts that are to be empty. */
  Set<String> drainedHosts();

  /** What those of these hosts report that answer. */
  ActualState read(List<Host> hosts);

  /**
   * The plan that makes the services of the scope what the catalog says.
   *
   * @param pull whether images may be fetched to learn their ports
   */
  Plan plan(StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull);

  /** Changes the stack while its lock is held; fails soon if another program holds it. */
  void change(StackName stack, Consumer<Locked> change);

  /** Takes note that a stack was made what it is to be. */
  void settled(Stack stack);

  /** How an instance ended, and its last lines, for people; empty if that is not known. */
  String lastWords(Host host, InstanceId instance);

  /** Hears that something happened on a host. */
  Launcher.Subscription watch(Host host, Runnable news, Runnable ended);

  /** A stack whose lock is held. */
  interface Locked {
    /** What is, without what an earlier holder of the lock may have left. */
    ActualState settle(ActualState actual);

    /** Carries out a plan that was made by that state. */
    void apply(Plan plan, ActualState actual);
  }
}
