package io.viking.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import io.viking.docker.engine.EngineException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients to one engine, with a response time-out each for quick calls and for work, and
 * without one for streams, of which those that last have one each; and the API version agreed with
 * it. Heals by itself: after a failure to reach the engine the version is agreed anew, as the
 * engine may be another one when it is back.
 */
final class EngineConnection implements AutoCloseable {
  private static final int MAX_CALLS = 32;

  /** Streams that end by themselves: images that are built, loaded or fetched. */
  private static final int MAX_STREAMS = 64;

  /** Containers that are stopped, each of which may take its time. */
  private static final int MAX_STOPS = 64;

  private final EngineAddress address;
  private final EngineOptions options;
  private final DockerHttpClient calls;
  private final DockerHttpClient work;
  private final DockerHttpClient streams;
  private final Deadlines deadlines;
  private final Map<Duration, DockerHttpClient> patient = new ConcurrentHashMap<>();
  private final Set<DockerHttpClient> lasting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable DockerClientConfig agreed;

  EngineConnection(EngineAddress address, EngineOptions options) {
    this.address = address;
    this.options = options;
    this.calls = http(MAX_CALLS, options.responseTimeout());
    this.work = http(MAX_CALLS, options.responseTimeout().plus(options.workTimeout()));
    this.streams = http(MAX_STREAMS, null);
    this.deadlines = new Deadlines(address.text());
  }

  EngineAddress address() {
    return address;
  }

  EngineOptions options() {
    return options;
  }

  /** How long a call may take that the engine answers at once. */
  Duration callDeadline() {
    return options.connectTimeout().plus(options.responseTimeout());
  }

  /** Makes a call that the engine answers at once. */
  <T> T call(Function<DockerClient, T> action) {
    return within(callDeadline(), () -> action.apply(client(calls)));
  }

  /** Makes a call that gives the engine work to do. */
  <T> T work(Function<DockerClient, T> action) {
    return within(callDeadline().plus(options.workTimeout()), () -> action.apply(client(work)));
  }

  /** Makes a call that the engine may take that much longer to answer; few lengths are in use. */
  <T> T call(Duration extra, Function<DockerClient, T> action) {
    return within(callDeadline().plus(extra), () -> action.apply(client(patient(extra))));
  }

  private DockerHttpClient patient(Duration extra) {
    return patient.computeIfAbsent(
        extra, any -> http(MAX_STOPS, options.responseTimeout().plus(extra)));
  }

  /** Begins a stream, which docker-java reads in a thread of its own; the caller bounds it. */
  <T> T stream(Function<DockerClient, T> action) {
    return within(callDeadline(), () -> action.apply(client(streams)));
  }

  /**
   * Begins a stream that lasts, over a connection of its own. Closing what this returns breaks the
   * stream off, also before the engine has answered: docker-java's thread would wait for that for
   * ever, and hands out nothing to end it by.
   */
  Closeable lastingStream(Consumer<DockerClient> action) {
    DockerHttpClient own = http(1, null);
    lasting.add(own);
    Closeable end = () -> end(own);
    try {
      within(
          callDeadline(),
          () -> {
            action.accept(client(own));
            return end;
          });
      return end;
    } catch (RuntimeException e) {
      end(own);
      throw e;
    }
  }

  private void end(DockerHttpClient stream) {
    if (lasting.remove(stream)) {
      closeQuietly(stream);
    }
  }

  /** The failure as ours. */
  EngineException translate(Throwable failure) {
    EngineException translated = EngineFailures.translate(address.text(), failure);
    if (translated.kind() != Kind.UNREACHABLE) {
      return translated;
    }
    agreed = null;
    return address
        .tls()
        .flatMap(keys -> TlsFailures.hangUp(translated))
        .map(reason -> new EngineException(Kind.UNREACHABLE, address.text(), reason, translated))
        .orElse(translated);
  }

  private <T> T within(Duration deadline, Supplier<T> action) {
    try {
      return deadlines.within(deadline, action);
    } catch (EngineException e) {
      throw translate(e);
    }
  }

  /** The API version agreed with the engine. */
  RemoteApiVersion apiVersion() {
    return within(callDeadline(), () -> agreed().getApiVersion());
  }

  /** Kept, since docker-java reads files to make one. */
  private DockerClientConfig agreed() {
    DockerClientConfig known = agreed;
    if (known != null) {
      return known;
    }
    // Not under a lock: callers of an engine that hangs would wait for it one after the other.
    Version version =
        DockerClientImpl.getInstance(config(RemoteApiVersion.unknown()), calls).versionCmd().exec();
    DockerClientConfig chosen = config(ApiVersions.choose(address.text(), version));
    agreed = chosen;
    return chosen;
  }

  private DockerClientConfig config(RemoteApiVersion version) {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(address.uri().toString())
        .withDockerTlsVerify(false)
        .withApiVersion(version)
        .build();
  }

  private DockerClient client(DockerHttpClient http) {
    return DockerClientImpl.getInstance(agreed(), http);
  }

  private DockerHttpClient http(int connections, @Nullable Duration responseTimeout) {
    if (address.tls().isEmpty()) {
      return http(connections, responseTimeout, address);
    }
    return new RenewingClient(
        () -> EngineAddress.certificates(options),
        // Checked anew: docker-java takes plain HTTP where a file is missing.
        () -> http(connections, responseTimeout, EngineAddress.of(address.text(), options)));
  }

  private DockerHttpClient http(
      int connections, @Nullable Duration responseTimeout, EngineAddress engine) {
    ApacheDockerHttpClient.Builder builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(engine.uri())
            .connectionTimeout(options.connectTimeout())
            .maxConnections(connections);
    engine.tls().ifPresent(builder::sslConfig);
    if (responseTimeout != null) {
      builder.responseTimeout(responseTimeout);
    }
    return new FreshConnections(builder.build());
  }

  @Override
  public void close() {
    lasting.forEach(this::end);
    patient.values().forEach(EngineConnection::closeQuietly);
    closeQuietly(streams);
    closeQuietly(work);
    closeQuietly(calls);
    deadlines.close();
  }

  static void closeQuietly(DockerHttpClient http) {
    try {
      http.close();
    } catch (IOException e) {
      // Nothing is left to free, and a close that throws would hide what it was called for.
    }
  }
}
