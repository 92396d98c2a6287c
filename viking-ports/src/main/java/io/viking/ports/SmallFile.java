package io.viking.ports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that viking wrote: text, and never large, so that none is read which somebody has put
 * there.
 */
final class SmallFile {
  /** All 65,535 ports of services with the longest names there are take 10 MiB. */
  static final int MOST_BYTES = 16 << 20;

  private SmallFile() {}

  /**
   * The content; of a file that is larger than {@value #MOST_BYTES} bytes only so many and one.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  /**
   * @throws CharacterCodingException if that is not UTF-8, or too large to be read
   */
  static String text(byte[] content) throws CharacterCodingException {
    if (content.length > MOST_BYTES) {
      throw new NotReadable("the file is larger than " + MOST_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      NotReadable why = new NotReadable("the file is not text in UTF-8");
      why.initCause(e);
      throw why;
    }
  }

  /**
   * @throws CharacterCodingException if that is not UTF-8, or too large to be read
   */
  static List<String> lines(byte[] content) throws CharacterCodingException {
    return text(content).lines().toList();
  }

  private static final class NotReadable extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String why;

    NotReadable(String why) {
      this.why = why;
    }

    @Override
    public String getMessage() {
      return why;
    }
  }
}
