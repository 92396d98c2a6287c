package io.viking.docker.agent;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to. Used by one thread at a time. */
final class AccessFile implements AccessLog.Sink {
  private final Path path;
  private BufferedWriter writer;
  private @Nullable Object key;

  private AccessFile(Path path) throws IOException {
    this.path = path;
    this.writer = open();
  }

  static AccessFile open(Path path) throws IOException {
    return new AccessFile(path);
  }

  private BufferedWriter open() throws IOException {
    BufferedWriter opened =
        Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    key = keyNow();
    return opened;
  }

  /** What tells the file at that path from another one; null if there is none. */
  private @Nullable Object keyNow() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void append(List<String> lines) throws IOException {
    Object now = keyNow();
    if (now == null || !now.equals(key)) {
      writer.close();
      writer = open();
    }
    for (String line : lines) {
      writer.write(line);
      writer.write('\n');
    }
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
