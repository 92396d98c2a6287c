package io.viking.examples.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API of a host's engine, with nothing in between: connections are kept, and nothing is asked
 * that is not wanted. Safe for use by several threads.
 */
final class EngineApi {
  private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]+)\"");
  private static final Pattern RUNNING = Pattern.compile("\"State\":\"running\"");

  private final HttpClient http;
  private final String address;

  EngineApi(HttpClient http, int host) {
    this.http = http;
    this.address = "http://" + Bed.address(host) + ":2375/containers/";
  }

  /** A client as all of them may share it. */
  static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /**
   * Makes a container.
   *
   * @param body what it is, in JSON
   * @return its id
   */
  String create(String name, String body) {
    Matcher id =
        ID.matcher(
            send(
                HttpRequest.newBuilder(URI.create(address + "create?name=" + name))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))));
    if (!id.find()) {
      throw new InvalidFigureException("the engine gave container " + name + " no id");
    }
    return id.group(1);
  }

  /** Asks for something to be done with a container, and waits until it is: {@code /start}. */
  void post(String container, String action) {
    send(
        HttpRequest.newBuilder(URI.create(address + container + action))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Removes a container, whatever it does. */
  void remove(String container) {
    send(HttpRequest.newBuilder(URI.create(address + container + "?force=1")).DELETE());
  }

  /** Lists the containers of that stack, running or not, and counts those that run. */
  int running(String stack) {
    String label = "%7B%22label%22%3A%5B%22viking.stack%3D" + stack + "%22%5D%7D";
    String all = list("json?all=1&filters=" + label);
    return Math.toIntExact(RUNNING.matcher(all).results().count());
  }

  /** The containers that have one of viking's labels, in JSON. */
  String list() {
    return list("json?all=1&filters=%7B%22label%22%3A%5B%22viking.stack%22%5D%7D");
  }

  private String list(String query) {
    return send(HttpRequest.newBuilder(URI.create(address + query)).GET());
  }

  private String send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(Duration.ofMinutes(1)).build();
    String what = request.method() + " " + request.uri();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new InvalidFigureException(what + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new InvalidFigureException(what + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while the engine worked", e);
    }
  }
}
