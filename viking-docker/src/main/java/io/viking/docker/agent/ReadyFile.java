package io.viking.docker.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an agent says that it is ready, for whoever has started it and cannot ask its status: a
 * file that is there from then on until it ends, or a stream that gets a line, such as {@code
 * /proc/self/fd/1}. Immutable.
 *
 * @param path where it is
 */
record ReadyFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  /** The agent is ready from now on. */
  void write() {
    try {
      Files.writeString(path, "ready\n");
    } catch (IOException e) {
      LOG.warn("nobody is told that the agent is ready: {}", e.toString());
    }
  }

  /**
   * The agent is not ready, whatever one before it has left.
   *
   * @throws UsageException if it is there and cannot be removed
   */
  void remove() {
    try {
      if (Files.isRegularFile(path)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UsageException(
          "VIKING_READY_FILE is '"
              + path
              + "', which cannot be removed: "
              + e
              + ".\n  Fix: name a file in a folder of the agent's own.");
    }
  }
}
