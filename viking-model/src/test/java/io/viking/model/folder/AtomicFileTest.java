package io.viking.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void replacesTheTextAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "a longer old text");

    AtomicFile.write(file, "nåw");
    AtomicFile.writeShared(file, Files.readString(file) + "\n");

    assertThat(file).hasContent("nåw");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void writesOverWhatACrashLeft() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(folder.resolve("file.new"), "half of a lo");

    AtomicFile.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void whatSeveralWriteIsTheOwnersOnly() throws IOException {
    Path file = folder.resolve("file");

    AtomicFile.writeShared(file, "PASSWORD=...");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsTheOldFileWhereTheNewOneCannotBe() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("file"));
    Path inside = Files.writeString(inTheWay.resolve("inside"), "old");

    assertThatThrownBy(() -> AtomicFile.write(inTheWay, "new")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> AtomicFile.writeShared(inTheWay, "new"))
        .isInstanceOf(IOException.class);

    assertThat(inside).hasContent("old");
  }
}
