package io.viking.model.folder;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file so that a reader, or a crash, meets the old text or the new one, never half. The
 * folder must be there.
 *
 * <pre>{@code
 * AtomicFile.write(folder.resolve("revision"), "12\n");
 * }</pre>
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file that has one writer at a time; whoever may read new files of this process may
   * read it. What a crash leaves of it, under the name with {@code .new} behind, the next write
   * replaces.
   *
   * @throws IOException if the file cannot be written; the old one is then whole
   */
  public static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, text);
    }
    replace(next, file);
  }

  /**
   * Writes a file that several may write at a time; the last one's text stays. Only its owner may
   * read it.
   *
   * @throws IOException if the file cannot be written; the old one is then whole
   */
  public static void writeShared(Path file, String text) throws IOException {
    // The dot hides it from readers of the folder until it has its name.
    Path next = Files.createTempFile(file.resolveSibling("."), ".viking-", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        write(channel, text);
      }
      replace(next, file);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private static void replace(Path next, Path file) throws IOException {
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(file.resolveSibling("."));
  }

  /** The new name itself is on disk only once the folder is. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no folders, and needs no sync of them.
      if (File.separatorChar == '/') {
        throw e;
      }
    }
  }
}
