package io.viking.ports;

import io.viking.model.folder.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of lines that the registering process of a local store rewrites as a whole.
 *
 * @param header its first line, which says what it is
 */
record LocalLines(String header) {
  void write(Path file, List<String> lines) throws IOException {
    AtomicFile.write(
        file,
        Stream.concat(Stream.of(header), lines.stream())
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  /** The lines below the header; none where there is no file. */
  List<String> read(Path file) throws IOException {
    try {
      return parse(file, SmallFile.read(file));
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** The lines below the header of what that file holds. */
  List<String> parse(Path file, byte[] content) {
    List<String> lines;
    try {
      lines = SmallFile.lines(content);
    } catch (CharacterCodingException e) {
      throw corrupt(file, String.valueOf(e.getMessage()));
    }
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw corrupt(file, "it does not start with '" + header + "'");
    }
    return lines.subList(1, lines.size());
  }

  CorruptStoreException corrupt(Path file, String why) {
    return new CorruptStoreException(
        "%s cannot be read: %s.%n  Fix: delete the file and restart the agent, which writes it anew."
            .formatted(file, why),
        null);
  }
}
