package io.viking.docker.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /status}, {@code /health} and {@code /metrics} to whoever is on this machine.
 */
final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService thread;
  private final Agent agent;

  private StatusServer(HttpServer server, Agent agent) {
    this.server = server;
    this.agent = agent;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "viking-status");
              made.setDaemon(true);
              return made;
            });
    server.setExecutor(thread);
    server.createContext("/status", exchange -> answer(exchange, "/status"));
    server.createContext("/health", exchange -> answer(exchange, "/health"));
    server.createContext("/metrics", exchange -> answer(exchange, "/metrics"));
  }

  /** Empty where the address is taken: an agent without a status is better than none. */
  static Optional<StatusServer> start(InetSocketAddress address, Agent agent) {
    try {
      StatusServer status = new StatusServer(HttpServer.create(address, 0), agent);
      status.server.start();
      return Optional.of(status);
    } catch (IOException e) {
      LOG.warn(
          "the status is not served: cannot listen on {}: {}. Set VIKING_STATUS to another"
              + " address, or to 'off'",
          address,
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Where it answers. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        send(exchange, 404, Map.of("error", "not found. There are /status, /health and /metrics"));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, Map.of("error", "only GET is supported"));
      } else if (path.equals("/metrics")) {
        send(exchange, 200, PROMETHEUS_TEXT, agent.metrics());
      } else {
        AgentStatus status = agent.status();
        boolean health = path.equals("/health");
        send(
            exchange,
            health && !status.ready() ? 503 : 200,
            health ? health(status) : StatusDocument.of(status));
      }
    }
  }

  private static Map<String, Object> health(AgentStatus status) {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("ready", status.ready());
    health.put("problems", status.problems());
    return health;
  }

  private static void send(HttpExchange exchange, int code, Map<String, ?> body)
      throws IOException {
    send(exchange, code, "application/json", Json.write(body) + "\n");
  }

  private static void send(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
