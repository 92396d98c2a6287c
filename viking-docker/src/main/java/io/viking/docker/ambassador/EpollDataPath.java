package io.viking.docker.ambassador;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.viking.model.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path on Linux's epoll: file descriptors on Netty's event loops, without its channels,
 * which need more than twice as many system calls a connection. Each loop has a listener of its own
 * on each port, and both sides of a connection stay on the loop that accepted it. UDP goes by the
 * NIO path. Thread-safe.
 */
final class EpollDataPath implements DataPath {
  private static final Logger LOG = LoggerFactory.getLogger(EpollDataPath.class);
  private static final String THREADS = "viking-ambassador";
  private static final int MOST_SECONDS = 5;

  /**
   * To be loaded now, as what the policy needs: once no descriptor is left, a class that is not in
   * a jar never can be.
   */
  private static final List<Class<?>> NEEDED =
      List.of(
          EpollConnection.class,
          EpollDial.class,
          EpollLoop.Grave.class,
          EpollDirection.class,
          EpollHead.class,
          EpollPipes.Pipe.class,
          EpollSide.class);

  private final MultiThreadIoEventLoopGroup group;
  private final List<EpollLoop> loops = new ArrayList<>();
  private final RelayContext context;
  private final PassedSockets passed;
  private final Supplier<DataPath> udpPath;
  private final Map<PortKey, List<EpollListener>> listeners = new ConcurrentHashMap<>();
  private @Nullable DataPath udp;

  EpollDataPath(Switchboard switchboard, AmbassadorOptions options, PassedSockets passed) {
    this.passed = passed;
    LOG.debug("loaded {}", NEEDED);
    group =
        new MultiThreadIoEventLoopGroup(
            options.eventLoops(),
            new DefaultThreadFactory(THREADS, true),
            EpollIoHandler.newFactory());
    context = new RelayContext(switchboard, options, new Names(THREADS + "-names"));
    udpPath = () -> new NioDataPath(switchboard, options);
    PipeSize pipeSize = new PipeSize();
    if (options.splice()) {
      pipeSize.load();
    }
    group.forEach(loop -> loops.add(new EpollLoop((IoEventLoop) loop, context, pipeSize)));
  }

  /** Why this machine has no epoll; empty: it has. */
  static Optional<Throwable> missing() {
    return Optional.ofNullable(Epoll.isAvailable() ? null : Epoll.unavailabilityCause());
  }

  @Override
  public CompletionStage<Void> open(PortKey port) {
    if (port.protocol() != Protocol.TCP) {
      return udp().open(port);
    }
    try {
      List<EpollListener> opened = listen(port);
      listeners.put(port, opened);
      return all(opened.stream().map(EpollListener::start).toList());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized DataPath udp() {
    if (udp == null) {
      udp = udpPath.get();
    }
    return udp;
  }

  private List<EpollListener> listen(PortKey port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(context.options().bindAddress(), port.port());
    List<EpollListener> opened = adopt(port, passed.take(address));
    if (opened.isEmpty()) {
      EpollListener.requireFree(address);
    }
    try {
      for (int i = opened.size(); i < loops.size(); i++) {
        opened.add(EpollListener.open(loops.get(i), port, address, context));
      }
      return opened;
    } catch (IOException e) {
      var unused = all(opened.stream().map(EpollListener::stop).toList());
      throw e;
    }
  }

  /** In turn, as the other process may have had more loops or fewer. */
  private List<EpollListener> adopt(PortKey port, List<Socket> sockets) {
    List<EpollListener> adopted = new ArrayList<>();
    for (Socket socket : sockets) {
      EpollLoop loop = loops.get(adopted.size() % loops.size());
      adopted.add(EpollListener.adopt(loop, port, socket, context));
    }
    return adopted;
  }

  @Override
  public List<ListeningSocket> sockets() {
    List<ListeningSocket> sockets = new ArrayList<>();
    listeners.forEach(
        (port, some) -> {
          var address = new InetSocketAddress(context.options().bindAddress(), port.port());
          some.forEach(one -> sockets.add(new ListeningSocket(address, one.descriptor())));
        });
    return sockets;
  }

  @Override
  public CompletionStage<Void> close(PortKey port) {
    List<EpollListener> open = listeners.remove(port);
    if (open != null) {
      return all(open.stream().map(EpollListener::stop).toList());
    }
    return port.protocol() == Protocol.TCP
        ? CompletableFuture.completedFuture(null)
        : udp().close(port);
  }

  private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
  }

  @Override
  public synchronized void close() {
    context.names().close();
    await(all(List.copyOf(listeners.keySet()).stream().map(this::closed).toList()));
    // A descriptor that is closed without this would look like an end of all that was sent.
    await(all(loops.stream().map(EpollLoop::abortAll).toList()));
    if (udp != null) {
      udp.close();
    }
    group
        .shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * MOST_SECONDS, TimeUnit.SECONDS);
    loops.forEach(EpollLoop::release);
  }

  private CompletableFuture<Void> closed(PortKey port) {
    return close(port).toCompletableFuture();
  }

  private static void await(CompletableFuture<Void> done) {
    try {
      done.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CompletionException e) {
      // What has not ended by now ends with the event loops.
    }
  }
}
