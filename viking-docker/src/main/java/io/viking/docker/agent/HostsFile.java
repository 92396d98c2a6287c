package io.viking.docker.agent;

import io.viking.model.folder.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an agent keeps {@link RememberedHosts} for the next one. One writer at a time. */
final class HostsFile {
  static final String NAME = "vpc-hosts";

  private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);

  private final Optional<Path> file;
  private String written = "";

  /**
   * @param folder need not be there yet; empty: nothing is kept
   */
  HostsFile(Optional<Path> folder) {
    this.file = folder.map(path -> path.resolve(NAME));
  }

  /** Adds what the file has to what is known; a file that cannot be read has nothing. */
  void readInto(RememberedHosts hosts) {
    try {
      if (file.isPresent()) {
        hosts.read(Files.readString(file.get()));
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no hosts are remembered yet");
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("the hosts known last are not all used: {}: {}", file.get(), e.getMessage());
    }
  }

  /** Replaces the file if it would be another one. */
  void write(RememberedHosts hosts) {
    String text = hosts.text();
    if (file.isEmpty() || text.equals(written)) {
      return;
    }
    try {
      Files.createDirectories(file.get().toAbsolutePath().resolveSibling(""));
      AtomicFile.write(file.get(), text);
      written = text;
    } catch (IOException e) {
      LOG.warn("the hosts of the cluster are not remembered: {}", e.toString());
    }
  }
}
