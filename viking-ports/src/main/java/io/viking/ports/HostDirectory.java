package io.viking.ports;

import io.viking.model.Host;
import java.util.List;

/** The hosts that have a live agent. Safe for use by several threads. */
public interface HostDirectory {
  /**
   * Announces the host whose agent this process is; kept like a registered endpoint until the store
   * is closed.
   *
   * @throws StoreUnavailableException if the store cannot be written in time; it is then announced
   *     once the store is back
   */
  void announce(Host host);

  /**
   * The announced hosts, sorted by name.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  List<Host> hosts();
}
