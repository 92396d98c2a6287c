package io.viking.examples.bench;

/**
 * One way's own host between the client and the server, with wires of its own to both, so that no
 * way sees anything of another: client - host - server.
 *
 * @param way what runs on the host
 */
record Lane(Way way) {
  /** Where the ways listen, and the server too. */
  static final int HTTP = 8080;

  /** The same for iperf3. */
  static final int BULK = 5201;

  /** Where ports begin of which there are many. */
  static final int MANY = 20_000;

  String namespace() {
    return Wires.PREFIX + way.key();
  }

  /** The client's address on this lane. */
  String client() {
    return "10.91." + way.number() + ".2";
  }

  /** The host's address on the client's side: what the way listens on. */
  String host() {
    return "10.91." + way.number() + ".1";
  }

  /** The host's address on the server's side. */
  String back() {
    return "10.92." + way.number() + ".1";
  }

  /** The server's address on this lane. */
  String server() {
    return "10.92." + way.number() + ".2";
  }

  /** What the client connects to. */
  String target() {
    return way == Way.DIRECT ? server() : host();
  }
}
