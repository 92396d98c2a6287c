package io.viking.docker.firewall;

import io.viking.docker.testing.NetworkEntry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network namespace from which ports are tried. Safe for use by several threads. */
final class Place implements AutoCloseable {
  private final String name;
  private final ExecutorService threads;

  Place(String name, Path network) {
    this.name = name;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread made =
                  new Thread(
                      () -> {
                        NetworkEntry.enter(network);
                        task.run();
                      },
                      "place-" + name);
              made.setDaemon(true);
              return made;
            });
  }

  String name() {
    return name;
  }

  /** Runs a task there, on a thread of its own. */
  <T> CompletableFuture<T> run(Callable<T> task) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return task.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  /** Tries the target once. */
  CompletableFuture<Reach> attempt(Target target, Duration patience) {
    return run(() -> target.udp() ? datagram(target, patience) : connection(target, patience));
  }

  private static Reach connection(Target target, Duration patience) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(target.at(), (int) patience.toMillis());
      return Reach.OPEN;
    } catch (SocketTimeoutException e) {
      return Reach.SILENT;
    } catch (ConnectException e) {
      return Reach.REFUSED;
    }
  }

  private static Reach datagram(Target target, Duration patience) throws IOException {
    InetAddress any = InetAddress.getByName(target.address().contains(":") ? "::" : "0.0.0.0");
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(any, 0))) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.send(new DatagramPacket(new byte[] {1}, 1, target.at()));
      socket.receive(new DatagramPacket(new byte[1], 1));
      return Reach.OPEN;
    } catch (SocketTimeoutException e) {
      return Reach.SILENT;
    } catch (IOException e) {
      return Reach.REFUSED;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
