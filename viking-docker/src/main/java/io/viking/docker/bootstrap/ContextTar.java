package io.viking.docker.bootstrap;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes the tar file that an engine builds an image from. Links are written as what they lead to.
 */
final class ContextTar implements Closeable {
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;
  private static final int FOLDER = 040755;

  private final TarArchiveOutputStream tar;

  ContextTar(Path file) throws IOException {
    tar = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  void text(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(FILE);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  void emptyFolder(String name, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name + "/");
    entry.setMode(040000 | mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  void file(String name, Path file) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(Files.isExecutable(file) ? PROGRAM : FILE);
    entry.setSize(Files.size(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  void folder(String name, Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      entries = walk.filter(Files::exists).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path entry : entries) {
      String target = name + "/" + folder.relativize(entry);
      if (Files.isRegularFile(entry)) {
        file(target, entry);
      } else if (!entry.equals(folder)) {
        emptyFolder(target, FOLDER & 0777);
      }
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
