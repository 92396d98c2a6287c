package io.viking.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * An HTTP client that uses no connection twice. A kept connection whose engine was killed breaks
 * the first calls to its successor, and the client's own check for it has no effect on unix
 * sockets; to connect anew takes well under a millisecond there.
 */
final class FreshConnections implements DockerHttpClient {
  private final DockerHttpClient client;

  FreshConnections(DockerHttpClient client) {
    this.client = client;
  }

  @Override
  public Response execute(Request request) {
    return client.execute(Request.builder().from(request).putHeader("Connection", "close").build());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
