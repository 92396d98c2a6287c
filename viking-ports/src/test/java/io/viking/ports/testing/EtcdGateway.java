package io.viking.ports.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one etcd member says of itself over HTTP and JSON: quicker than to start etcdctl. */
final class EtcdGateway {
  private static final String WATCHES = "etcd_debugging_mvcc_watcher_total";
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final String endpoint;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  EtcdGateway(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Whom a member takes for the leader.
   *
   * @param member its own id
   * @param leader the leader's id, 0 where it knows none
   * @param term the election in which it was elected
   */
  record Status(String member, String leader, long term) {
    boolean leads() {
      return member.equals(leader);
    }
  }

  boolean isHealthy() {
    return ask(HttpRequest.newBuilder(URI.create(endpoint + "/health")).GET())
        .filter(body -> body.contains("true"))
        .isPresent();
  }

  Optional<Status> status() {
    return ask(HttpRequest.newBuilder(URI.create(endpoint + "/v3/maintenance/status"))
            .POST(HttpRequest.BodyPublishers.ofString("{}")))
        .map(
            body ->
                new Status(
                    number(body, "member_id"),
                    number(body, "leader"),
                    Long.parseLong(number(body, "raftTerm"))));
  }

  /** How many watches it serves. */
  int watches() {
    return (int) metric(line -> line.startsWith(WATCHES + " "));
  }

  /** How many calls of that method it has answered since it was started, whatever it said. */
  long answered(String method) {
    return metric(
        line ->
            line.startsWith("grpc_server_handled_total{")
                && line.contains("grpc_method=\"" + method + "\""));
  }

  /** The sum of those lines' values; 0 if it does not answer. */
  private long metric(Predicate<String> lines) {
    return ask(HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).GET()).stream()
        .flatMap(String::lines)
        .filter(lines)
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Optional<String> ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException away) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking etcd at " + endpoint, e);
    }
  }

  private static String number(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":\"([0-9]+)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : "0";
  }
}
