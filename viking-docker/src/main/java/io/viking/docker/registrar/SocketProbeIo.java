package io.viking.docker.registrar;

import io.viking.model.Health.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.function.Consumer;

/** Probes over real sockets, with one daemon thread for all of them. */
final class SocketProbeIo implements ProbeIo {
  private final AsynchronousChannelGroup group;
  private final Timer timer;

  /**
   * @param timer ends probes that take too long; not closed here
   */
  SocketProbeIo(String name, Timer timer) {
    this.timer = timer;
    try {
      group =
          AsynchronousChannelGroup.withFixedThreadPool(
              1,
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make sockets for health probes", e);
    }
  }

  @Override
  public void probe(ProbeSpec spec, Consumer<String> result) {
    AsynchronousSocketChannel channel;
    InetSocketAddress target;
    try {
      // An IP literal: no name is looked up.
      target =
          new InetSocketAddress(InetAddress.getByName(spec.target().host()), spec.target().port());
      channel = AsynchronousSocketChannel.open(group);
    } catch (IOException | RuntimeException e) {
      result.accept(SocketProbe.reason(e));
      return;
    }
    SocketProbe probe = new SocketProbe(channel, request(spec), result);
    timer.after(spec.health().timeout(), () -> probe.timeOut(spec.health().timeout()));
    probe.start(target);
  }

  private static String request(ProbeSpec spec) {
    return spec.health().probe() == Probe.HTTP
        ? "GET "
            + spec.health().path().orElse("/")
            + " HTTP/1.1\r\nHost: "
            + spec.target()
            + "\r\nUser-Agent: viking\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        : "";
  }

  @Override
  public void close() {
    try {
      group.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the sockets of health probes", e);
    }
  }
}
