package io.viking.examples.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way from a client to a server on another host: what {@code bench/ambassador} compares. */
enum Way {
  DIRECT(1, "no proxy"),
  HAPROXY(2, "haproxy"),
  HAPROXY_SPLICE(3, "haproxy, splice"),
  NGINX(4, "nginx stream"),
  GO(5, "Go io.Copy"),
  RELAY(6, "viking relay"),
  KERNEL(7, "viking kernel path");

  /** Where Debian's nginx has it. */
  static final Path NGINX_STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private final int number;
  private final String title;

  Way(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** What it is called on the command line, in metrics and in the name of its namespace. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What its lane's addresses have in them. */
  int number() {
    return number;
  }

  String title() {
    return title;
  }

  /** Whether it is viking's, so that its ratios are metrics. */
  boolean isViking() {
    return this == RELAY || this == KERNEL;
  }

  /** The one of that key. */
  static Optional<Way> of(String key) {
    return Stream.of(values()).filter(way -> way.key().equals(key)).findFirst();
  }

  /** Why it can't be measured on this machine; empty when it can. */
  Optional<String> missing() {
    return switch (this) {
      case HAPROXY, HAPROXY_SPLICE -> tool("haproxy");
      case NGINX ->
          Files.exists(NGINX_STREAM)
              ? tool("nginx")
              : Optional.of(NGINX_STREAM + " is not there: apt-get install libnginx-mod-stream");
      case GO ->
          isInstalled("go")
              ? Optional.empty()
              : Optional.of("no 'go' in PATH: apt-get install golang-go");
      case KERNEL -> VikingDataPath.kernelMissing();
      case DIRECT, RELAY -> Optional.empty();
    };
  }

  private static Optional<String> tool(String name) {
    return isInstalled(name)
        ? Optional.empty()
        : Optional.of("no '%s' in PATH: apt-get install %s".formatted(name, name));
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
