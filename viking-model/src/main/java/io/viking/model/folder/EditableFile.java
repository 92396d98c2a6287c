package io.viking.model.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that a person may have placed or edited: what it held then is kept beside it, as {@code
 * .bak}, before it is replaced or removed.
 */
final class EditableFile {
  private static final int MARKER_BYTES = 1_024;

  /** Job files are a mebibyte at most; an escaped text may be some times as long as the text. */
  private static final int MOST_BYTES = 8 << 20;

  private EditableFile() {}

  /** Leaves an equal file alone, so that whoever watches the folder sees real changes only. */
  static void replace(Path file, String text) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Files.move(file, backup(file), StandardCopyOption.REPLACE_EXISTING);
    } else if (Files.exists(file)) {
      if (text(file).filter(text::equals).isPresent()) {
        return;
      }
      keepEdits(file);
    }
    AtomicFile.writeShared(file, text);
  }

  /**
   * @throws UncheckedIOException if it cannot be removed
   */
  static void remove(Path file) {
    try {
      keepEdits(file);
      Files.deleteIfExists(file);
      AtomicFile.syncFolder(file.resolveSibling("."));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private static void keepEdits(Path file) throws IOException {
    if (text(file).filter(WrittenFile::isUntouched).isEmpty()) {
      Files.copy(file, backup(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path backup(Path file) {
    return file.resolveSibling(file.getFileName() + ".bak");
  }

  /**
   * Whether viking wrote the file, even if it was edited since.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  static boolean isMarked(Path file) {
    return WrittenFile.isMarked(new String(start(file, MARKER_BYTES), StandardCharsets.UTF_8));
  }

  /**
   * Byte for byte, so that text in another encoding still counts as edited by hand. Empty for a
   * file that is larger than viking writes any, which is not read to its end.
   */
  private static Optional<String> text(Path file) {
    byte[] bytes = start(file, MOST_BYTES + 1);
    return bytes.length > MOST_BYTES
        ? Optional.empty()
        : Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  private static byte[] start(Path file, int length) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
