package io.viking.docker.firewall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Servers in some place, that send back what they get and remember who has come. */
@SuppressWarnings("FutureReturnValueIgnored") // they end with their place
final class Echoes {
  private final Place place;
  private final Set<InetAddress> guests = ConcurrentHashMap.newKeySet();

  Echoes(Place place) {
    this.place = place;
  }

  /**
   * Listens on that TCP port of these addresses; of all of both families where it is {@code ::}.
   */
  void tcp(String address, int port) {
    ServerSocket server =
        place
            .run(
                () -> {
                  ServerSocket made = new ServerSocket();
                  made.setReuseAddress(true);
                  made.bind(new InetSocketAddress(InetAddress.getByName(address), port), 500);
                  return made;
                })
            .join();
    place.run(
        () -> {
          while (true) {
            Socket socket = server.accept();
            guests.add(socket.getInetAddress());
            place.run(() -> echo(socket));
          }
        });
  }

  private static long echo(Socket socket) throws IOException {
    try (socket) {
      return socket.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  void udp(int port) {
    place.run(
        () -> {
          try (DatagramSocket socket =
              new DatagramSocket(new InetSocketAddress(InetAddress.getByName("::"), port))) {
            while (true) {
              DatagramPacket packet = new DatagramPacket(new byte[64], 64);
              socket.receive(packet);
              guests.add(packet.getAddress());
              socket.send(packet);
            }
          }
        });
  }

  /** Forgets who has come so far. */
  void forget() {
    guests.clear();
  }

  /** Whether anybody has come from that address. */
  boolean hasSeen(String address) {
    try {
      return guests.contains(InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
