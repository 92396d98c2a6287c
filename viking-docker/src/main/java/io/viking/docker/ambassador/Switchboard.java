package io.viking.docker.ambassador;

import java.net.InetSocketAddress;

/** Where a data path announces what comes in. Safe for use by several threads. */
interface Switchboard {
  /** A connection or a flow from that source has come in; to be ended by {@link Session#end}. */
  Session open(InetSocketAddress source, PortKey port);

  /** Accepting or opening a socket failed for a reason of this machine's. */
  void localFailure();
}
