package io.viking.ports;

import io.viking.model.Host;
import java.util.List;
import java.util.SortedMap;

/**
 * The hosts that have a live agent, and what hosts reported about allocated numbers. Safe for use
 * by several threads.
 */
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

  /**
   * Records what a host says about the allocated numbers, in place of what it said before. Unlike
   * an announced host it stays when the store is closed or its writer dies: a host that is cut off
   * still has its containers.
   *
   * @throws IllegalArgumentException if the report is not {@link HostReport#readable}
   * @throws StoreUnavailableException if the store cannot be written in time; the outcome is then
   *     unknown, and the same report may be written again
   */
  void report(HostReport report);

  /**
   * The last report of each host that ever reported and was not forgotten, sorted by name. One that
   * cannot be read is among them as {@link HostReport#unreadable}, unless the whole store of
   * reports is, so that no number looks free for want of a report.
   *
   * @throws CorruptStoreException if what the store holds cannot be told apart into reports
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  List<HostReport> reports();

  /**
   * Forgets the report of a host that will not come back, readable or not, so that the numbers it
   * carried may be given again. A host whose agent lives reports again by itself.
   *
   * @return whether there was one
   * @throws StoreUnavailableException if the store cannot be written in time
   */
  boolean forget(String host);

  /**
   * Records that a host is to be empty: nothing new is placed there, and what can run elsewhere is
   * moved. Stays until it is taken back, whatever becomes of the host and of this program.
   *
   * @param by who asked for it, for people; one line
   * @return false if it was recorded already; who asked first stays recorded
   * @throws IllegalArgumentException if the host's name could not stand in a key, or {@code by} is
   *     not one line
   * @throws StoreUnavailableException if the store cannot be written in time; it may be asked again
   */
  boolean drain(String host, String by);

  /**
   * Takes that back: the host may be used again.
   *
   * @return whether it was recorded
   * @throws StoreUnavailableException if the store cannot be written in time; it may be asked again
   */
  boolean uncordon(String host);

  /**
   * The hosts that are to be empty, by name, each with who asked for it and when; unmodifiable.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  SortedMap<String, String> drained();
}
