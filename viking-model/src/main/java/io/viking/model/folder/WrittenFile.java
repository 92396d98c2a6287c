package io.viking.model.folder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line by which a file that viking wrote is known, and whether it was edited since. */
final class WrittenFile {
  private static final Pattern MARKER =
      Pattern.compile("# Written by viking deploy, checksum ([0-9a-f]{16})\\. [^\n]*\n");
  private static final int CHECKSUM_BYTES = 8;

  private WrittenFile() {}

  /** The text with the marker in front. */
  static String mark(String text) {
    return "# Written by viking deploy, checksum "
        + checksum(text)
        + ". If you edit it, the next deploy keeps your text as .bak.\n"
        + text;
  }

  /** Whether viking wrote the file, even if it was edited since. */
  static boolean isMarked(String file) {
    return MARKER.matcher(file).lookingAt();
  }

  /** Whether the file is still as viking wrote it. */
  static boolean isUntouched(String file) {
    Matcher marker = MARKER.matcher(file);
    return marker.lookingAt()
        && marker.group(1).equals(checksum(file.substring(marker.end()).replace("\r\n", "\n")));
  }

  private static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
