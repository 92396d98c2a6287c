package io.viking.docker.agent;

import io.viking.docker.testing.NetworkedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process in a container's network that sends or answers datagrams, and does as it is told line
 * by line. For one thread.
 *
 * <p>A server, arguments {@code serve PORT NAME}, answers each datagram with its name, and one that
 * says {@code talk} with one after the other until it is told to {@code hush}. A client, arguments
 * {@code ask ADDRESS PORT}, opens a socket for each line {@code open TEXT}, sends the text, and
 * says what came back; {@code hear} says what else has come to the socket that was opened first.
 */
public final class DatagramProgram implements AutoCloseable {
  private static final int LIMIT_MILLIS = 5_000;
  private static final String BEGAN = "began";
  private static final String NOTHING = "nothing";

  private final NetworkedJvm jvm;

  private DatagramProgram(NetworkedJvm jvm) {
    this.jvm = jvm;
  }

  /** A server in the network of that process. */
  static DatagramProgram serve(long pid, int port, String name) {
    return start(pid, "serve", Integer.toString(port), name);
  }

  /** A client in the network of that process. */
  static DatagramProgram ask(long pid, String address, int port) {
    return start(pid, "ask", address, Integer.toString(port));
  }

  private static DatagramProgram start(long pid, String... arguments) {
    return new DatagramProgram(NetworkedJvm.start(pid, DatagramProgram.class, BEGAN, arguments));
  }

  /** What it says to that. */
  String tell(String line) {
    try {
      jvm.tell(line);
      return String.valueOf(jvm.output().readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    jvm.close();
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (arguments[0].equals("serve")) {
      serve(new DatagramSocket(Integer.parseInt(arguments[1])), arguments[2], lines);
    } else {
      ask(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2]), lines);
    }
    System.exit(0);
  }

  private static void serve(DatagramSocket socket, String name, BufferedReader lines)
      throws IOException {
    Set<SocketAddress> talking = ConcurrentHashMap.newKeySet();
    daemon(
        () -> {
          while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            if (text(packet).equals("talk")) {
              talking.add(packet.getSocketAddress());
            }
            send(socket, name, packet.getSocketAddress());
          }
        });
    daemon(
        () -> {
          while (true) {
            TimeUnit.MILLISECONDS.sleep(100);
            for (SocketAddress client : talking) {
              send(socket, name, client);
            }
          }
        });
    System.out.println(BEGAN);
    while (lines.readLine() != null) {
      talking.clear();
      System.out.println("hushed");
    }
  }

  private static void ask(InetAddress address, int port, BufferedReader lines) throws IOException {
    List<DatagramSocket> sockets = new ArrayList<>();
    System.out.println(BEGAN);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("open ")) {
        DatagramSocket socket = new DatagramSocket();
        socket.connect(address, port);
        sockets.add(socket);
        send(socket, line.substring("open ".length()), socket.getRemoteSocketAddress());
        System.out.println(receive(socket, LIMIT_MILLIS));
      } else {
        // What has come already may be old.
        while (!receive(sockets.get(0), 1).equals(NOTHING)) {}
        System.out.println(receive(sockets.get(0), LIMIT_MILLIS));
      }
    }
  }

  private static String receive(DatagramSocket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    try {
      socket.receive(packet);
      return text(packet);
    } catch (SocketTimeoutException e) {
      return NOTHING;
    }
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static void send(DatagramSocket socket, String text, SocketAddress to)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | InterruptedException e) {
                System.out.println(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
