package io.viking.model.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a person may have placed or edited: what it held then is kept beside it, as {@code
 * .bak}, before it is replaced or removed.
 */
final class EditableFile {
  private EditableFile() {}

  /** Leaves an equal file alone, so that whoever watches the folder sees real changes only. */
  static void replace(Path file, String text) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Files.move(file, backup(file), StandardCopyOption.REPLACE_EXISTING);
    } else if (Files.exists(file)) {
      String old = text(file);
      if (old.equals(text)) {
        return;
      }
      keepEdits(file, old);
    }
    AtomicFile.writeShared(file, text);
  }

  /**
   * @throws UncheckedIOException if it cannot be removed
   */
  static void remove(Path file) {
    try {
      keepEdits(file, text(file));
      Files.deleteIfExists(file);
      AtomicFile.syncFolder(file.resolveSibling("."));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private static void keepEdits(Path file, String old) throws IOException {
    if (!WrittenFile.isUntouched(old)) {
      Files.copy(file, backup(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path backup(Path file) {
    return file.resolveSibling(file.getFileName() + ".bak");
  }

  /** Byte for byte, so that text in another encoding still counts as edited by hand. */
  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
