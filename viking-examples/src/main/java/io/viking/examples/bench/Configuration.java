package io.viking.examples.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration files of the servers and of viking's peers. Pure. */
final class Configuration {
  /** How many bytes each answer of the server has, without its head. */
  static final int ANSWER_BYTES = 128;

  private Configuration() {}

  /** A server that answers each request with the same few bytes, on an address for each lane. */
  static String server(List<Lane> lanes, int workers) {
    return """
        %s
        http {
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          client_header_timeout 1h;
          default_type text/plain;
          server {
        %s
            location / { return 200 "%s"; }
          }
        }
        """
        .formatted(
            nginxHead(workers),
            lanes.stream()
                .map(
                    lane ->
                        "    listen %s:%d reuseport backlog=16384;"
                            .formatted(lane.server(), Lane.HTTP))
                .collect(Collectors.joining("\n")),
            "x".repeat(ANSWER_BYTES));
  }

  /** nginx as a proxy of TCP: a listener a worker. */
  static String nginx(Lane lane, int workers, int more) {
    return """
        load_module %s;
        %s
        stream {
          proxy_timeout 1h;
          proxy_connect_timeout 2s;
          tcp_nodelay on;
          proxy_buffer_size 64k;
        %s}
        """
        .formatted(
            Way.NGINX_STREAM,
            nginxHead(workers),
            services(
                more,
                (port, target) ->
                    "  server { listen %s:%d reuseport backlog=16384; proxy_pass %s:%d; }\n"
                        .formatted(lane.host(), port, lane.server(), target)));
  }

  private static String nginxHead(int workers) {
    return """
        user root;
        worker_processes %d;
        worker_rlimit_nofile 65536;
        error_log stderr error;
        pid nginx.pid;
        daemon off;
        events { worker_connections 30000; }"""
        .formatted(workers);
  }

  /** haproxy: as many threads, a listener a thread, the balance that viking has. */
  static String haproxy(Lane lane, int threads, int more) {
    return """
        global
          nbthread %d
          maxconn 4000
        defaults
          mode tcp
          balance leastconn
          timeout connect 2s
          timeout client 1h
          timeout server 1h
        %s%s"""
        .formatted(
            threads,
            lane.way() == Way.HAPROXY_SPLICE ? "  option splice-auto\n" : "",
            services(
                more,
                (port, target) ->
                    """
                    listen port%d
                      bind %s:%d shards by-thread backlog 16384
                      server one %s:%d
                    """
                        .formatted(port, lane.host(), port, lane.server(), target)));
  }

  private interface Service {
    String text(int port, int target);
  }

  private static String services(int more, Service service) {
    return service.text(Lane.HTTP, Lane.HTTP)
        + service.text(Lane.BULK, Lane.BULK)
        + IntStream.range(Lane.MANY, Lane.MANY + more)
            .mapToObj(port -> service.text(port, Lane.HTTP))
            .collect(Collectors.joining());
  }
}
