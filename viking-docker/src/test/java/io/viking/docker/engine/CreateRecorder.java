package io.viking.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An engine that says which version it is, takes one call to create, and keeps what it was sent.
 */
final class CreateRecorder implements AutoCloseable {
  private final HttpServer server;
  private final String version;
  private volatile Optional<JsonNode> body = Optional.empty();
  private volatile Optional<URI> uri = Optional.empty();

  /**
   * @param version its answer to {@code GET /version}
   */
  CreateRecorder(String version) throws IOException {
    this.version = version;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the call to create was sent with. */
  JsonNode body() {
    return body.orElseThrow();
  }

  /** What was asked for by the call to create. */
  URI uri() {
    return uri.orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/version")) {
        send(exchange, 200, version);
      } else if (path.endsWith("/containers/create")) {
        uri = Optional.of(exchange.getRequestURI());
        body = Optional.of(new ObjectMapper().readTree(exchange.getRequestBody()));
        send(exchange, 201, "{\"Id\":\"c0ffee\",\"Warnings\":[]}");
      } else {
        send(exchange, 501, "{\"message\":\"not faked\"}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
