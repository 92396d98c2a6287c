package io.viking.examples.cli;

import io.viking.ports.EtcdOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * TLS, user and deadline for etcd. A password has no option of its own, since every user of the
 * machine sees arguments: it comes from a file or from {@code VIKING_ETCD_PASSWORD}.
 */
final class EtcdAccessOptions {
  private static final String PASSWORD = "VIKING_ETCD_PASSWORD";

  @Option(
      names = "--etcd-ca",
      paramLabel = "FILE",
      defaultValue = "${env:VIKING_ETCD_CA}",
      description = "The CA of etcd's certificate (PEM). Absent: Java's own CAs. [VIKING_ETCD_CA]")
  private @Nullable String ca;

  @Option(
      names = "--etcd-cert",
      paramLabel = "FILE",
      defaultValue = "${env:VIKING_ETCD_CERT}",
      description = "The client certificate for etcd (PEM). [VIKING_ETCD_CERT]")
  private @Nullable String certificate;

  @Option(
      names = "--etcd-key-file",
      paramLabel = "FILE",
      defaultValue = "${env:VIKING_ETCD_CERT_KEY}",
      description = "The key of --etcd-cert (PEM, not encrypted). [VIKING_ETCD_CERT_KEY]")
  private @Nullable String key;

  @Option(
      names = "--etcd-server-name",
      paramLabel = "NAME",
      defaultValue = "${env:VIKING_ETCD_SERVER_NAME}",
      description =
          "The name in etcd's certificate, where it is not the host of --etcd."
              + " [VIKING_ETCD_SERVER_NAME]")
  private @Nullable String serverName;

  @Option(
      names = "--etcd-user",
      paramLabel = "NAME",
      defaultValue = "${env:VIKING_ETCD_USER}",
      description = "The user in etcd. [VIKING_ETCD_USER]")
  private @Nullable String user;

  @Option(
      names = "--etcd-password-file",
      paramLabel = "FILE",
      defaultValue = "${env:VIKING_ETCD_PASSWORD_FILE}",
      description =
          "The file of the user's password; else the variable VIKING_ETCD_PASSWORD."
              + " [VIKING_ETCD_PASSWORD_FILE]")
  private @Nullable String passwordFile;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "${env:VIKING_DEADLINE}",
      description =
          "How long a call to etcd may take, as in 5s or 500ms; default 15s. [VIKING_DEADLINE]")
  private @Nullable String deadline;

  /** The deadline, if it was given. */
  Optional<String> deadline() {
    return Optional.ofNullable(deadline).filter(text -> !text.isBlank());
  }

  /** Options of etcd with these settings, and without members yet. */
  EtcdOptions.Builder options(Map<String, String> environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    put(variables, "VIKING_ETCD_CA", ca);
    put(variables, "VIKING_ETCD_CERT", certificate);
    put(variables, "VIKING_ETCD_CERT_KEY", key);
    put(variables, "VIKING_ETCD_SERVER_NAME", serverName);
    put(variables, "VIKING_ETCD_USER", user);
    put(variables, "VIKING_ETCD_PASSWORD_FILE", passwordFile);
    put(variables, "VIKING_DEADLINE", deadline);
    if (passwordFile == null || passwordFile.isBlank()) {
      put(variables, PASSWORD, environment.get(PASSWORD));
    }
    return EtcdOptions.fromVariables(variables);
  }

  private static void put(Map<String, String> variables, String variable, @Nullable String value) {
    if (value != null) {
      variables.put(variable, value);
    }
  }
}
