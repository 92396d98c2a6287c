package io.viking.ports;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@link EtcdOptions} from variables. Pure. */
final class EtcdVariables {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)");

  private EtcdVariables() {}

  static EtcdOptions.Builder read(Map<String, String> variables) {
    EtcdOptions.Builder options = EtcdOptions.builder().addAllEndpoints(members(variables));
    find(variables, "VIKING_KEY").ifPresent(options::baseKey);
    find(variables, "VIKING_DEADLINE").map(EtcdVariables::time).ifPresent(options::deadline);
    path(variables, "VIKING_ETCD_CA").ifPresent(options::caCertificate);
    path(variables, "VIKING_ETCD_CERT").ifPresent(options::clientCertificate);
    path(variables, "VIKING_ETCD_CERT_KEY").ifPresent(options::clientKey);
    find(variables, "VIKING_ETCD_SERVER_NAME").ifPresent(options::serverName);
    find(variables, "VIKING_ETCD_USER").ifPresent(options::user);
    path(variables, "VIKING_ETCD_PASSWORD_FILE").ifPresent(options::passwordFile);
    // Not trimmed: white space may be part of it.
    Optional.ofNullable(variables.get("VIKING_ETCD_PASSWORD"))
        .filter(password -> !password.isEmpty())
        .ifPresent(options::password);
    return options;
  }

  private static List<String> members(Map<String, String> variables) {
    return find(variables, "VIKING_ETCD").stream()
        .flatMap(value -> Stream.of(value.split("[,\\s]+")))
        .filter(member -> !member.isEmpty())
        .toList();
  }

  private static Optional<String> find(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static Optional<Path> path(Map<String, String> variables, String name) {
    try {
      return find(variables, name).map(Path::of);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          name + " is no path: " + e.getReason() + ".\n  Fix: write the path of a file", e);
    }
  }

  private static Duration time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          "deadline '" + text + "' cannot be read.\n  Fix: write a time such as 5s or 500ms");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
