package io.viking.docker.ambassador;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Answers each datagram with one. */
final class UdpServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final UnaryOperator<byte[]> answer;
  private final Set<Integer> clients = ConcurrentHashMap.newKeySet();

  private UdpServer(UnaryOperator<byte[]> answer) {
    try {
      this.socket = new DatagramSocket(0, Lab.LOOPBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answer = answer;
    Thread thread = new Thread(this::serve, "test-udp-server");
    thread.setDaemon(true);
    thread.start();
  }

  static UdpServer echo() {
    return new UdpServer(bytes -> bytes);
  }

  static UdpServer saying(String text) {
    return new UdpServer(bytes -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** Echoes, once it may. */
  static UdpServer answering(CompletableFuture<Void> asked, CompletableFuture<Void> may) {
    return new UdpServer(
        bytes -> {
          asked.complete(null);
          may.orTimeout(20, TimeUnit.SECONDS).join();
          return bytes;
        });
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    while (true) {
      try {
        packet.setLength(65_535);
        socket.receive(packet);
        clients.add(packet.getPort());
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] text = answer.apply(question);
        socket.send(new DatagramPacket(text, text.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** From how many ports it was asked: one for each flow. */
  int flows() {
    return clients.size();
  }

  HostAndPort address() {
    return new HostAndPort(Lab.LOOPBACK.getHostAddress(), socket.getLocalPort());
  }

  @Override
  public void close() {
    socket.close();
  }
}
