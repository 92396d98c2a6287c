package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a data path asks about each connection, and where it tells what became of it. No method
 * blocks; all may be called by any thread.
 */
interface Switchboard {
  /** Whether that source may use that port, as far as it is known now. */
  Verdict verdict(InetAddress source, PortKey port);

  /**
   * Decides about an unknown source after another look; {@link Verdict#UNKNOWN} is then a refusal.
   * The stage completes on any thread.
   */
  CompletionStage<Verdict> hold(InetAddress source, PortKey port);

  /** The search for an endpoint of the service behind that port; empty where it has no service. */
  Optional<Route> route(PortKey port);

  /** The counters. */
  Traffic traffic();
}
