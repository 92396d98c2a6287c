package io.viking.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A place in a container where a volume or a folder of the host appears.
 *
 * @param source a volume's name, a path of the host (starting with {@code /}), or empty for the
 *     service's own volume of that target
 * @param target the absolute path in the container
 * @param readOnly whether the container may not write to it
 */
public record VolumeMount(Optional<String> source, String target, boolean readOnly) {
  private static final Pattern VOLUME_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");
  private static final Pattern REVERSIBLE_PATH = Pattern.compile("(/[A-Za-z0-9.]+)++");

  /** Of Linux's PATH_MAX, 4096, one is the byte that ends it. */
  private static final int LONGEST_PATH = 4095;

  /**
   * @throws IllegalArgumentException if the target is not an absolute path, or the source neither a
   *     volume's name nor an absolute path
   */
  public VolumeMount {
    if (!isPath(target) || target.equals("/")) {
      throw new IllegalArgumentException(
          "volume target '" + target + "' must be an absolute path below '/'");
    }
    source.ifPresent(VolumeMount::checkSource);
  }

  private static void checkSource(String source) {
    if (!isPath(source) && !VOLUME_NAME.matcher(source).matches()) {
      throw new IllegalArgumentException(
          "volume source '"
              + source
              + "' must be an absolute path of the host, or a name of letters, digits, '.' and '-'");
    }
  }

  private static boolean isPath(String text) {
    return text.startsWith("/")
        && text.length() <= LONGEST_PATH
        && text.chars().noneMatch(c -> c < ' ' || c == ':' || c == 0x7f)
        && !("/" + text + "/").contains("/../");
  }

  /**
   * Reads {@code /data}, {@code name:/data} or {@code /host/path:/data}, each with {@code :ro} or
   * {@code :rw} behind it if wanted.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static VolumeMount parse(String text) {
    String rest = text;
    boolean readOnly = rest.endsWith(":ro");
    if (readOnly || rest.endsWith(":rw")) {
      rest = rest.substring(0, rest.length() - 3);
    }
    int colon = rest.indexOf(':');
    return colon < 0
        ? new VolumeMount(Optional.empty(), rest, readOnly)
        : new VolumeMount(
            Optional.of(rest.substring(0, colon)), rest.substring(colon + 1), readOnly);
  }

  /** Whether this is a folder of the host rather than a volume. */
  public boolean isHostPath() {
    return source.isPresent() && source.get().startsWith("/");
  }

  /**
   * The engine's name of this volume when that service mounts it: {@code <stack>_<name>} for a
   * named one (shared by the jobs of a stack, as in Compose), {@code <stack>_<job>_<target>} for
   * the service's own. Empty for a folder of the host.
   */
  public Optional<String> volumeName(ServiceName service) {
    if (isHostPath()) {
      return Optional.empty();
    }
    return Optional.of(
        source
            .map(name -> service.stack() + "_" + name)
            .orElseGet(() -> service.value() + "_" + slug(target)));
  }

  /** {@code /db/data} -> {@code db-data}; a checksum keeps paths apart that would look alike. */
  private static String slug(String path) {
    String words = path.substring(1).replaceAll("[^A-Za-z0-9.]+", "-");
    if (REVERSIBLE_PATH.matcher(path).matches()) {
      return words;
    }
    CRC32 checksum = new CRC32();
    checksum.update(path.getBytes(StandardCharsets.UTF_8));
    return words + String.format(Locale.ROOT, "-%08x", checksum.getValue());
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return source.map(from -> from + ":").orElse("") + target + (readOnly ? ":ro" : "");
  }
}
