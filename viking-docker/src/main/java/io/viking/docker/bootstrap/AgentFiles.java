package io.viking.docker.bootstrap;

import io.viking.docker.engine.EngineClient;
import io.viking.ports.EtcdOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What an agent needs to be let in by etcd, as files of its container: there {@code docker inspect}
 * does not show them, the image does not hold them, and they stay when the container restarts.
 */
final class AgentFiles {
  /** A volume, since the rest of the container cannot be written to. */
  static final String VOLUME = "/etc/viking";

  private static final String FOLDER = "etcd/";

  private final Map<String, byte[]> contents = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  private AgentFiles() {}

  /**
   * @throws BootstrapException if a file cannot be read
   */
  static AgentFiles of(Optional<EtcdOptions> access) {
    AgentFiles files = new AgentFiles();
    access.ifPresent(files::add);
    return files;
  }

  private void add(EtcdOptions access) {
    access.caCertificate().ifPresent(path -> add("VIKING_ETCD_CA", "ca.pem", read(path)));
    access.clientCertificate().ifPresent(path -> add("VIKING_ETCD_CERT", "cert.pem", read(path)));
    access.clientKey().ifPresent(path -> add("VIKING_ETCD_CERT_KEY", "key.pem", read(path)));
    access
        .passwordFile()
        .map(AgentFiles::read)
        .or(() -> access.password().map(text -> text.getBytes(StandardCharsets.UTF_8)))
        .ifPresent(content -> add("VIKING_ETCD_PASSWORD_FILE", "password", content));
    access.user().ifPresent(user -> variables.put("VIKING_ETCD_USER", user));
    access.serverName().ifPresent(name -> variables.put("VIKING_ETCD_SERVER_NAME", name));
  }

  private void add(String variable, String name, byte[] content) {
    contents.put(FOLDER + name, content);
    variables.put(variable, path(FOLDER + name));
  }

  private static String path(String name) {
    return VOLUME + "/" + name;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BootstrapException(
          "agents cannot be given the file "
              + file
              + ": "
              + e.getClass().getSimpleName()
              + ".\n  Fix: name a file that this program can read.",
          e);
    }
  }

  /** The variables that tell the agent of them. */
  Map<String, String> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /** Puts them into a container that was made and does not run yet. */
  void copyInto(EngineClient engine, String container) {
    if (!contents.isEmpty()) {
      engine.copyInto(container, VOLUME, tar());
    }
  }

  /** Whether a container has them as they are now. */
  boolean areIn(EngineClient engine, String container) {
    return contents.entrySet().stream()
        .allMatch(
            file ->
                engine
                    .file(container, path(file.getKey()))
                    .filter(present -> Arrays.equals(present, file.getValue()))
                    .isPresent());
  }

  private byte[] tar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry folder = new TarArchiveEntry(FOLDER);
      folder.setMode(040700);
      tar.putArchiveEntry(folder);
      tar.closeArchiveEntry();
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setMode(0100600);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
