package io.viking.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client that is made anew when the certificates that it was made with are replaced: the
 * next call uses the new ones. Certificates that cannot be used, as when only one of their files is
 * there yet, change nothing: the last good ones stay in use. Safe for use by several threads.
 */
final class RenewingClient implements DockerHttpClient {
  private static final Logger LOG = LoggerFactory.getLogger(RenewingClient.class);

  private final Supplier<Object> certificates;
  private final Supplier<DockerHttpClient> maker;
  private volatile Made made;

  /** The one before, which calls may still use. */
  private Optional<DockerHttpClient> former = Optional.empty();

  private record Made(Object certificates, DockerHttpClient client) {}

  /**
   * @param certificates what stands for the certificates as they are now
   * @param maker makes a client that uses them
   */
  RenewingClient(Supplier<Object> certificates, Supplier<DockerHttpClient> maker) {
    this.certificates = certificates;
    this.maker = maker;
    this.made = new Made(certificates.get(), maker.get());
  }

  @Override
  public Response execute(Request request) {
    Object now = certificates.get();
    if (!made.certificates().equals(now)) {
      renew(now);
    }
    return made.client().execute(request);
  }

  private synchronized void renew(Object now) {
    Made old = made;
    if (old.certificates().equals(now)) {
      return;
    }
    try {
      made = new Made(now, maker.get());
      former.ifPresent(EngineConnection::closeQuietly);
      former = Optional.of(old.client());
      LOG.info("certificates for engines were replaced: the new ones are used from now on");
    } catch (RuntimeException e) {
      // Not tried again before something in them changes.
      made = new Made(now, old.client());
      LOG.warn("certificates were replaced; the last good ones stay in use. {}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    former.ifPresent(EngineConnection::closeQuietly);
    made.client().close();
  }
}
