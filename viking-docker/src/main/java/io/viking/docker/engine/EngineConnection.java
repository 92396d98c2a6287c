package io.viking.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two HTTP clients to one engine, one with a response time-out for calls, one without for streams,
 * and the API version agreed with it. Heals by itself: after a failure to reach the engine the
 * version is agreed anew, as the engine may be another one when it is back.
 */
final class EngineConnection implements AutoCloseable {
  private static final int MAX_CALLS = 32;

  /** Event streams last, so one pool must hold all that a process may have, and some logs. */
  private static final int MAX_STREAMS = 64;

  private final EngineAddress address;
  private final EngineOptions options;
  private final DockerHttpClient calls;
  private final DockerHttpClient streams;
  private volatile @Nullable RemoteApiVersion agreed;

  EngineConnection(EngineAddress address, EngineOptions options) {
    this.address = address;
    this.options = options;
    this.calls = http(MAX_CALLS, options.responseTimeout());
    this.streams = http(MAX_STREAMS, null);
  }

  EngineAddress address() {
    return address;
  }

  EngineOptions options() {
    return options;
  }

  /** Makes a call that the engine answers at once. */
  <T> T call(Function<DockerClient, T> action) {
    return translated(() -> action.apply(client(calls, version())));
  }

  /** Makes a call that the engine may take that much longer to answer. */
  <T> T call(Duration extra, Function<DockerClient, T> action) {
    RemoteApiVersion version = translated(this::version);
    try (DockerHttpClient patient = http(1, options.responseTimeout().plus(extra))) {
      return translated(() -> action.apply(client(patient, version)));
    } catch (IOException e) {
      throw new AssertionError("closing an HTTP client does no IO", e);
    }
  }

  /** Begins a stream; the caller bounds the waiting for it. */
  <T> T stream(Function<DockerClient, T> action) {
    return translated(() -> action.apply(client(streams, version())));
  }

  /** The failure as ours. */
  EngineException translate(Throwable failure) {
    EngineException translated = EngineFailures.translate(address.text(), failure);
    if (translated.kind() == EngineException.Kind.UNREACHABLE) {
      agreed = null;
    }
    return translated;
  }

  private <T> T translated(java.util.function.Supplier<T> action) {
    try {
      return action.get();
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  private RemoteApiVersion version() {
    RemoteApiVersion known = agreed;
    if (known != null) {
      return known;
    }
    // Not under a lock: callers of an engine that hangs would wait for it one after the other.
    Version version = client(calls, RemoteApiVersion.unknown()).versionCmd().exec();
    RemoteApiVersion chosen = ApiVersions.choose(address.text(), version);
    agreed = chosen;
    return chosen;
  }

  private DockerClient client(DockerHttpClient http, RemoteApiVersion version) {
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.uri().toString())
            .withDockerTlsVerify(false)
            .withApiVersion(version)
            .build();
    return DockerClientImpl.getInstance(config, http);
  }

  private DockerHttpClient http(int connections, @Nullable Duration responseTimeout) {
    ApacheDockerHttpClient.Builder builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(address.uri())
            .connectionTimeout(options.connectTimeout())
            .maxConnections(connections);
    address.tls().ifPresent(builder::sslConfig);
    if (responseTimeout != null) {
      builder.responseTimeout(responseTimeout);
    }
    return builder.build();
  }

  @Override
  public void close() {
    closeQuietly(streams);
    closeQuietly(calls);
  }

  private static void closeQuietly(DockerHttpClient http) {
    try {
      http.close();
    } catch (IOException e) {
      // Nothing is left to free, and a close that throws would hide what it was called for.
    }
  }
}
