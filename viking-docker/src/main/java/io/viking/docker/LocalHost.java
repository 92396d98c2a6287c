package io.viking.docker;

import io.viking.model.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** The machine that this process runs on. */
public final class LocalHost {
  private static final String DEFAULT_ENGINE = "unix:///var/run/docker.sock";

  private LocalHost() {}

  static Host detect() {
    return of(System.getenv());
  }

  /**
   * This machine, named by {@code HOSTNAME} or else by the operating system, its engine by {@code
   * DOCKER_HOST} or else the usual socket, its private address by {@code VIKING_IP} if set.
   */
  public static Host of(Map<String, String> environment) {
    Host.Builder host =
        Host.builder()
            .name(name(environment))
            .engine(value(environment, "DOCKER_HOST", DEFAULT_ENGINE));
    String address = value(environment, "VIKING_IP", "");
    if (!address.isEmpty()) {
      host.address(address);
    }
    for (String tag : List.of(value(environment, "VIKING_TAGS", "").split(",", -1))) {
      if (!tag.isBlank()) {
        host.addTags(tag.strip());
      }
    }
    return host.build();
  }

  private static String name(Map<String, String> environment) {
    return value(environment, "HOSTNAME", systemName());
  }

  private static String systemName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // A machine whose own name cannot be resolved still has an engine.
    }
  }

  private static String value(Map<String, String> environment, String name, String absent) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? absent : value;
  }
}
