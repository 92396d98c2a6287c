package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Ledger} as lines that people can read, and mend. */
final class LedgerFile {
  private static final String HEADER = "# viking ports 1";
  private static final String END = "end";

  private final Path file;
  private final PortRange range;

  LedgerFile(Path file, PortRange range) {
    this.file = file;
    this.range = range;
  }

  void write(Ledger ledger) throws IOException {
    StringBuilder text = new StringBuilder(HEADER + "\nnext " + ledger.next() + "\n");
    ledger
        .table()
        .asMap()
        .forEach((port, number) -> text.append(number).append(' ').append(port).append('\n'));
    AtomicFile.write(file, text.append(END).append('\n').toString());
  }

  /**
   * Reads the ledger; an empty one where there is no file yet.
   *
   * @throws CorruptStoreException if a line is not one that {@link #write} could have written
   */
  Ledger read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException none) {
      return Ledger.empty(range);
    } catch (CharacterCodingException e) {
      throw corrupt(1, "the file is not text", e);
    }
    expect(lines, 0, HEADER);
    // Without its last line a file that was cut off would look like a shorter ledger.
    expect(lines, Math.max(1, lines.size() - 1), END);
    return new Ledger(next(lines), table(lines));
  }

  private int next(List<String> lines) {
    String line = lines.get(1);
    int number = line.startsWith("next ") ? PortReading.number(line.substring(5)) : 0;
    if (number == 0 && !line.equals("next 0")) {
      throw corrupt(2, "expected 'next NUMBER' but found '" + line + "'", null);
    }
    return number;
  }

  private PortTable table(List<String> lines) {
    Map<ServicePort, Integer> table = new HashMap<>();
    Map<Integer, ServicePort> owners = new HashMap<>();
    for (int i = 2; i < lines.size() - 1; i++) {
      String[] words = lines.get(i).split(" ", -1);
      int number = words.length == 2 ? PortReading.number(words[0]) : 0;
      if (number == 0) {
        throw corrupt(i + 1, "expected 'NUMBER STACK/JOB/PORT/PROTOCOL'", null);
      }
      ServicePort port = servicePort(words[1], i + 1);
      if (table.put(port, number) != null) {
        throw corrupt(i + 1, port + " stands on a second line", null);
      }
      ServicePort other = owners.put(number, port);
      if (other != null) {
        throw corrupt(i + 1, number + " is given to " + other + " already", null);
      }
    }
    return PortTable.of(table);
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
        that was started with its numbers is left."""
            .formatted(file, line, why),
        cause);
  }
}
