package io.viking.docker.agent;

import io.viking.model.folder.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link LinkTable} that an agent has left for the next one. One writer at a time. */
final class LinkTableFile {
  static final String NAME = "links";
  static final String BROKEN = "links.broken";

  private static final Logger LOG = LoggerFactory.getLogger(LinkTableFile.class);

  private final Path file;

  /**
   * @param folder need not be there yet
   */
  LinkTableFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** The table; empty where there is none, or none that can be used, which is then put aside. */
  Optional<LinkTable> read() {
    try {
      return Optional.of(LinkTableText.read(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "the links known last are not used, {} cannot be read: {}. It is kept as {}",
          file,
          e.getMessage(),
          BROKEN);
      putAside();
      return Optional.empty();
    }
  }

  private void putAside() {
    try {
      Files.move(file, file.resolveSibling(BROKEN), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("{} cannot be renamed; it will be overwritten", file, e);
    }
  }

  /** Replaces it at once: after a crash there is the old or the new one. */
  void write(LinkTable table) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    AtomicFile.write(file, LinkTableText.write(table));
  }
}
