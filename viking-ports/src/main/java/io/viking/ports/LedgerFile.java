package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.model.folder.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link PortRecords} as lines that people can read, and mend. */
final class LedgerFile {
  private static final String HEADER = "# viking ports 1";
  private static final String HEADER_OF_ANY_VERSION = "# viking ports ";
  private static final String WITHHELD = "withheld";
  private static final String END = "end";

  /** The line of the first entry, counted from 1. */
  private static final int FIRST_ENTRY = 3;

  private final Path file;

  LedgerFile(Path file) {
    this.file = file;
  }

  void write(PortRecords records) throws IOException {
    AtomicFile.write(file, text(records));
  }

  static String text(PortRecords records) {
    StringBuilder text = new StringBuilder(HEADER + "\nnext " + records.next() + "\n");
    records
        .table()
        .asMap()
        .forEach((port, number) -> text.append(number).append(' ').append(port).append('\n'));
    records
        .withheld()
        .forEach(
            (number, why) -> text.append("%s %d %s\n".formatted(WITHHELD, number, why.text())));
    return text.append(END).append('\n').toString();
  }

  /**
   * Reads the ledger; an empty one where there is no file yet.
   *
   * @throws CorruptStoreException if a line is not one that {@link #write} could have written
   */
  PortRecords read() throws IOException {
    try {
      return parse(SmallFile.read(file));
    } catch (NoSuchFileException none) {
      return PortRecords.empty();
    }
  }

  /** Reads the content of the file. */
  PortRecords parse(byte[] content) {
    List<String> lines;
    try {
      lines = SmallFile.lines(content);
    } catch (CharacterCodingException e) {
      throw corrupt(1, String.valueOf(e.getMessage()), e);
    }
    checkVersion(lines);
    expect(lines, 0, HEADER);
    // Without its last line a file that was cut off would look like a shorter ledger.
    expect(lines, Math.max(1, lines.size() - 1), END);
    int next = next(lines);
    List<String> entries = lines.subList(2, Math.max(2, lines.size() - 1));
    return new PortRecords(next, table(entries), withheld(entries));
  }

  private void checkVersion(List<String> lines) {
    String header = lines.isEmpty() ? "" : lines.get(0);
    if (header.startsWith(HEADER_OF_ANY_VERSION) && !header.equals(HEADER)) {
      throw IncompatibleStoreException.of(
          "ledger " + file,
          header.substring(HEADER_OF_ANY_VERSION.length()),
          HEADER.substring(HEADER_OF_ANY_VERSION.length()));
    }
  }

  private int next(List<String> lines) {
    String line = lines.get(1);
    int number = line.startsWith("next ") ? PortReading.number(line.substring(5)) : 0;
    if (number == 0 && !line.equals("next 0")) {
      throw corrupt(2, "expected 'next NUMBER' but found '" + line + "'", null);
    }
    return number;
  }

  private PortTable table(List<String> entries) {
    Map<ServicePort, Integer> table = new HashMap<>();
    Map<Integer, ServicePort> owners = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      String[] words = entries.get(i).split(" ", -1);
      if (words[0].equals(WITHHELD)) {
        continue;
      }
      int line = i + FIRST_ENTRY;
      int number = words.length == 2 ? PortReading.number(words[0]) : 0;
      if (number == 0) {
        throw corrupt(line, "expected 'NUMBER STACK/JOB/PORT/PROTOCOL'", null);
      }
      ServicePort port = servicePort(words[1], line);
      if (table.put(port, number) != null) {
        throw corrupt(line, port + " stands on a second line", null);
      }
      ServicePort other = owners.put(number, port);
      if (other != null) {
        throw corrupt(line, number + " is given to " + other + " already", null);
      }
    }
    return PortTable.of(table);
  }

  private SortedMap<Integer, Withheld> withheld(List<String> entries) {
    SortedMap<Integer, Withheld> withheld = new TreeMap<>();
    for (int i = 0; i < entries.size(); i++) {
      String[] words = entries.get(i).split(" ", 3);
      if (words[0].equals(WITHHELD)) {
        int number = words.length == 3 ? PortReading.number(words[1]) : 0;
        if (number == 0) {
          throw corrupt(i + FIRST_ENTRY, "expected 'withheld NUMBER REASON'", null);
        }
        withheld.put(number, reason(words[2], i + FIRST_ENTRY));
      }
    }
    return withheld;
  }

  private Withheld reason(String text, int line) {
    try {
      return Withheld.parse(text);
    } catch (IllegalArgumentException e) {
      throw corrupt(line, String.valueOf(e.getMessage()), e);
    }
  }

  private ServicePort servicePort(String path, int line) {
    try {
      return ServicePort.parse(path);
    } catch (IllegalArgumentException e) {
      throw corrupt(line, String.valueOf(e.getMessage()), e);
    }
  }

  private void expect(List<String> lines, int index, String expected) {
    String found = index < lines.size() ? lines.get(index) : "";
    if (!found.equals(expected)) {
      throw corrupt(index + 1, "expected '" + expected + "' but found '" + found + "'", null);
    }
  }

  private CorruptStoreException corrupt(int line, String why, @Nullable Throwable cause) {
    return new CorruptStoreException(
        """
        %s:%d: the ledger of allocated ports cannot be read: %s.
          It was left as it is: numbers given from a guess would send containers to wrong services.
          Fix: mend that line, or restore the file from a copy; delete it only if no container \
        that was started with its numbers is left.\
        """
            .formatted(file, line, why),
        cause);
  }
}
