package io.viking.docker.registrar;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Docker engine as seen through its API, in the shape of version 1.52: events without {@code
 * status}, {@code id} and {@code from}, no address but in {@code Networks}.
 */
public final class FakeEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ONE = Pattern.compile("(?:/v[0-9.]+)?/containers/([^/]+)/json");

  private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  private final List<OutputStream> streams = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private HttpServer server;
  private final Set<String> broken = new HashSet<>();
  private final Set<String> hanging = new HashSet<>();
  private final List<String> inspected = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<Void>> heldInspections = new ConcurrentHashMap<>();
  private int subscriptions;
  private boolean stalled;
  private final AtomicInteger heldLists = new AtomicInteger();
  private volatile CompletableFuture<Void> lists = CompletableFuture.completedFuture(null);

  /** Starts one that answers on a free port of the loopback address. */
  public FakeEngine() throws IOException {
    server = listen(0);
    port = server.getAddress().getPort();
  }

  private HttpServer listen(int number) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), 0);
    made.setExecutor(threads);
    made.createContext("/", this::answer);
    made.start();
    return made;
  }

  /** Where it answers. */
  public String address() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Has that container, without an event. */
  public synchronized FakeEngine put(FakeContainer container) {
    containers.put(container.id(), container);
    return this;
  }

  /** Has that container no more, without an event. */
  public synchronized void remove(String id) {
    containers.remove(id);
  }

  /** Tells an event to all who listen, unless it is stalled. */
  public synchronized void emit(String id, String action) {
    if (stalled) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Type", "container");
    event.put("Action", action);
    event.put("Actor", Map.of("ID", id, "Attributes", Map.of("name", id)));
    event.put("scope", "local");
    Instant now = Instant.now();
    event.put("time", now.getEpochSecond());
    event.put("timeNano", now.getEpochSecond() * 1_000_000_000L + now.getNano());
    for (OutputStream stream : streams) {
      try {
        stream.write((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
      } catch (IOException e) {
        // Whoever listened has gone.
      }
    }
  }

  /** Answers with an error when it is asked for that container, and lists it all the same. */
  public synchronized void breakInspection(String id) {
    broken.add(id);
  }

  /** Never answers when it is asked for that container, and lists it all the same. */
  public synchronized void hangInspection(String id) {
    hanging.add(id);
  }

  /** Does not answer before {@link #inspectAgain} when it is asked for that container. */
  public void holdInspection(String id) {
    heldInspections.put(id, new CompletableFuture<>());
  }

  /** Answers for that container, also those who have asked meanwhile. */
  public void inspectAgain(String id) {
    Objects.requireNonNull(heldInspections.get(id), id).complete(null);
  }

  /** Keeps event streams open and says nothing on them any more. */
  public synchronized void stall() {
    stalled = true;
  }

  /** Ends all event streams in order. */
  public synchronized void endStreams() throws IOException {
    for (OutputStream stream : streams) {
      stream.close();
    }
    streams.clear();
  }

  /** How often somebody has subscribed to events. */
  public synchronized int subscriptions() {
    return subscriptions;
  }

  /** Lists its containers to nobody before {@link #listAgain}, and answers all else. */
  public void holdLists() {
    lists = new CompletableFuture<>();
  }

  /** How many wait for a list. */
  public int heldLists() {
    return heldLists.get();
  }

  /** Lists its containers, also to those who have asked meanwhile. */
  public void listAgain() {
    lists.complete(null);
  }

  /** Stops to answer, as an engine that was killed. */
  public synchronized void down() {
    server.stop(0);
    streams.clear();
  }

  /** Answers again, at the same address. */
  public synchronized void up() throws IOException {
    server = listen(port);
  }

  /** The containers that it was asked for, one after the other. */
  public List<String> inspected() {
    return List.copyOf(inspected);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
    Matcher one = ONE.matcher(path);
    if (one.matches()) {
      inspected.add(one.group(1));
      heldInspections.getOrDefault(one.group(1), CompletableFuture.completedFuture(null)).join();
    }
    if (path.equals("/events")) {
      events(exchange);
    } else if (path.equals("/_ping")) {
      send(exchange, 200, "OK");
    } else if (path.equals("/version")) {
      send(
          exchange,
          200,
          Map.of("Version", "29.3.0", "ApiVersion", "1.52", "MinAPIVersion", "1.40"));
    } else if (path.equals("/networks/bridge")) {
      send(exchange, 200, bridge());
    } else if (path.equals("/networks")) {
      send(exchange, 200, List.of());
    } else if (path.equals("/containers/json")) {
      heldLists.incrementAndGet();
      lists.join();
      heldLists.decrementAndGet();
      send(exchange, 200, list());
    } else if (one.matches() && isIn(hanging, one.group(1))) {
      exchange.getRequestBody().readAllBytes();
    } else if (one.matches() && isIn(broken, one.group(1))) {
      send(exchange, 500, Map.of("message", "RWLayer is unexpectedly nil"));
    } else if (one.matches()) {
      Optional<Object> found = inspect(one.group(1));
      send(exchange, found.isPresent() ? 200 : 404, found.orElse(Map.of("message", "no such")));
    } else {
      send(exchange, 501, Map.of("message", "not faked: " + path));
    }
  }

  private static Object bridge() {
    return Map.of(
        "Name", "bridge", "IPAM", Map.of("Config", List.of(Map.of("Gateway", "127.0.0.1"))));
  }

  private synchronized boolean isIn(Set<String> ids, String id) {
    return ids.contains(id);
  }

  private synchronized Object list() {
    return containers.values().stream().map(FakeContainer::summary).toList();
  }

  private synchronized Optional<Object> inspect(String id) {
    return Optional.ofNullable(containers.get(id)).map(FakeContainer::details);
  }

  private void events(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    synchronized (this) {
      body.flush();
      subscriptions++;
      stalled = false;
      streams.add(body);
    }
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes =
        body instanceof String text
            ? text.getBytes(StandardCharsets.UTF_8)
            : JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    listAgain();
    heldInspections.keySet().forEach(this::inspectAgain);
    down();
    threads.shutdownNow();
  }
}
