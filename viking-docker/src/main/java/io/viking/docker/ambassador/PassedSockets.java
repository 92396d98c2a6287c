package io.viking.docker.ambassador;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listening sockets that another process has passed on, for {@link
 * Ambassador#start(AmbassadorOptions, PassedSockets)}. Closing closes those that no ambassador has
 * taken; later ones are closed as they come. Safe for use by several threads.
 */
public final class PassedSockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PassedSockets.class);

  private final Map<InetSocketAddress, List<Socket>> byAddress = new LinkedHashMap<>();
  private boolean closed;

  PassedSockets() {}

  /** No socket at all. */
  public static PassedSockets none() {
    return new PassedSockets();
  }

  synchronized void add(InetSocketAddress address, Socket socket) {
    if (closed) {
      close(socket);
    } else {
      byAddress.computeIfAbsent(address, any -> new ArrayList<>()).add(socket);
    }
  }

  /** Those of that address, which are the caller's to close from now on. */
  synchronized List<Socket> take(InetSocketAddress address) {
    List<Socket> taken = byAddress.remove(address);
    return taken == null ? List.of() : taken;
  }

  /** How many are left. */
  public synchronized int size() {
    return byAddress.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public synchronized void close() {
    closed = true;
    byAddress.values().forEach(sockets -> sockets.forEach(PassedSockets::close));
    byAddress.clear();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closed all the same", e);
    }
  }
}
