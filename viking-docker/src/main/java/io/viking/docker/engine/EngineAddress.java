package io.viking.docker.engine;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * Where an engine answers, checked.
 *
 * @param text as it was given
 * @param uri as docker-java takes it, {@code unix} or {@code tcp}
 * @param tls the keys, where it is reached by TLS
 */
record EngineAddress(String text, URI uri, Optional<SSLConfig> tls) {
  private static final List<String> KEY_FILES = List.of("ca.pem", "cert.pem", "key.pem");

  static EngineAddress of(String text, EngineOptions options) {
    String scheme = text.contains("://") ? text.substring(0, text.indexOf("://")) : "";
    return switch (scheme) {
      case "unix" -> new EngineAddress(text, uri(text), Optional.empty());
      case "tcp", "http" -> new EngineAddress(text, tcp(text), keys(text, options));
      case "https" -> new EngineAddress(text, tcp(text), Optional.of(requiredKeys(text, options)));
      default ->
          throw refused(
              text,
              "an address of this form cannot be used.\n"
                  + "  Fix: unix:///var/run/docker.sock, or tcp://host:2376; an engine behind ssh"
                  + " can be reached by 'ssh -NL ./docker.sock:/var/run/docker.sock host' and"
                  + " unix://.");
    };
  }

  boolean isUnix() {
    return "unix".equals(uri.getScheme());
  }

  private static URI tcp(String text) {
    URI uri = uri(text);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw refused(text, "host and port are needed.\n  Fix: write it as in tcp://10.0.0.1:2376.");
    }
    return URI.create("tcp://" + uri.getRawAuthority());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw refused(
          text,
          "it is not a URL: "
              + e.getMessage()
              + ".\n  Fix: write it as in unix:///var/run/docker.sock or tcp://10.0.0.1:2376.");
    }
  }

  private static Optional<SSLConfig> keys(String text, EngineOptions options) {
    return options.certificates().isEmpty()
        ? Optional.empty()
        : Optional.of(requiredKeys(text, options));
  }

  private static SSLConfig requiredKeys(String text, EngineOptions options) {
    Path folder =
        options
            .certificates()
            .orElseThrow(
                () ->
                    refused(
                        text,
                        "no certificates are given for TLS.\n"
                            + "  Fix: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH."));
    // docker-java would fall back to plain HTTP, silently.
    List<String> missing =
        KEY_FILES.stream().filter(file -> !Files.isReadable(folder.resolve(file))).toList();
    if (!missing.isEmpty()) {
      throw refused(
          text,
          "TLS was asked for, but "
              + String.join(", ", missing)
              + " cannot be read in "
              + folder
              + ".\n  Fix: put ca.pem, cert.pem and key.pem there, or set DOCKER_CERT_PATH.");
    }
    SSLConfig keys = new LocalDirectorySSLConfig(folder.toString());
    requireUsable(text, keys, folder);
    return keys;
  }

  /** What is equal as long as the certificates are the same. */
  static Object certificates(EngineOptions options) {
    return options.certificates().stream()
        .flatMap(folder -> KEY_FILES.stream().map(folder::resolve))
        .map(EngineAddress::state)
        .toList();
  }

  private static List<Object> state(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return List.of(); // It is being replaced.
    }
  }

  private static void requireUsable(String text, SSLConfig keys, Path folder) {
    try {
      keys.getSSLContext();
    } catch (GeneralSecurityException | DockerClientException e) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          text,
          "TLS was asked for, but the certificates in "
              + folder
              + " cannot be used: "
              + e.getMessage()
              + ".\n  Fix: put ca.pem, cert.pem and key.pem of the engine there, in PEM form.",
          e);
    }
  }

  private static EngineException refused(String text, String reason) {
    return new EngineException(EngineException.Kind.REFUSED, text, reason, null);
  }
}
