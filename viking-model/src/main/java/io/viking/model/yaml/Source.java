package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.Place;
import io.viking.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text and the name that its faults are reported under.
 *
 * @param file the file as the user named it
 * @param text its content without a byte order mark
 */
record Source(String file, String text) {
  /** The largest file that is read, in bytes: enough for thousands of jobs. */
  static final int MAX_BYTES = 1 << 20;

  /** A brace and a quoted key; a brace alone may start YAML just as well. */
  private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*[\"}]");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Drops the byte order mark that some editors put in front. */
  Source {
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidStackException if it is missing, a folder, too large or not UTF-8
   */
  static Source of(Path path) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw unreadable(
          "'" + name + "' is a folder where a file is needed.", "give the path of the file in it.");
    }
    if (!Files.exists(path)) {
      throw unreadable("file '" + name + "' does not exist.", "check the path.");
    }
    try {
      // A pipe has no size, and a file may grow: read to the limit rather than ask.
      byte[] bytes;
      try (InputStream in = Files.newInputStream(path)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      return of(name, bytes);
    } catch (IOException e) {
      throw unreadable(
          "file '" + name + "' cannot be read: " + e.getMessage() + ".",
          "check who may read the file.");
    }
  }

  /**
   * @throws InvalidStackException if the bytes are more than a file may have, or not UTF-8
   */
  static Source of(String file, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw tooLarge(file);
    }
    return new Source(file, decode(file, bytes));
  }

  /**
   * @throws InvalidStackException if the text is longer than a file may be
   */
  static Source of(String file, String text) {
    if (text.length() > MAX_BYTES) {
      throw tooLarge(file);
    }
    return new Source(file, text);
  }

  boolean looksLikeJson() {
    return file.endsWith(".json") || JSON_START.matcher(text).lookingAt();
  }

  Place start() {
    return new Place(file, 1, 1);
  }

  private static String decode(String file, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String read = out.flip().toString();
    if (result.isError()) {
      throw new InvalidStackException(List.of(notUtf8(file, read, bytes, in.position())));
    }
    return read;
  }

  private static Problem notUtf8(String file, String before, byte[] bytes, int position) {
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    boolean utf16 =
        bytes.length > 1 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xfe + 0xff && position == 0;
    return Problem.builder()
        .place(new Place(file, line, column))
        .message(
            utf16
                ? "the file is not UTF-8: it starts with the byte order mark of UTF-16."
                : String.format("the file is not UTF-8: byte 0x%02x.", bytes[position]))
        .fix("save the file as UTF-8.")
        .build();
  }

  private static InvalidStackException tooLarge(String file) {
    return unreadable(
        "file '" + file + "' is larger than the limit of " + MAX_BYTES + " bytes.",
        "split it into several stacks.");
  }

  private static InvalidStackException unreadable(String message, String fix) {
    return new InvalidStackException(List.of(Problem.builder().message(message).fix(fix).build()));
  }
}
