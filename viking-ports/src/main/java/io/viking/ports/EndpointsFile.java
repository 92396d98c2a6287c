package io.viking.ports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The endpoints of a single host as lines that people can read.
 *
 * @param revision how often they have changed
 * @param endpoints all of them
 */
record EndpointsFile(long revision, List<Endpoint> endpoints) {
  static final String NAME = "endpoints";
  private static final LocalLines FORM = new LocalLines("# viking endpoints 1");

  static void write(Path file, long revision, Collection<Endpoint> endpoints) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("revision " + revision);
    endpoints.forEach(one -> lines.add(one.service() + " " + one.id() + " " + one.address()));
    FORM.write(file, lines);
  }

  /**
   * Reads them; none at revision 0 where there is no file.
   *
   * @throws CorruptStoreException if a line is not one that {@link #write} could have written
   */
  static EndpointsFile read(Path file) throws IOException {
    return of(file, FORM.read(file));
  }

  /** Reads what that file holds. */
  static EndpointsFile parse(Path file, byte[] content) {
    return of(file, FORM.parse(file, content));
  }

  private static EndpointsFile of(Path file, List<String> lines) {
    if (lines.isEmpty()) {
      return new EndpointsFile(0, List.of());
    }
    try {
      long revision = Long.parseLong(lines.get(0).substring("revision ".length()));
      return new EndpointsFile(
          revision, lines.stream().skip(1).map(EndpointsFile::endpoint).toList());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw FORM.corrupt(file, String.valueOf(e.getMessage()));
    }
  }

  private static Endpoint endpoint(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("'" + line + "' must be SERVICE ID HOST:PORT");
    }
    return new Endpoint(words[0], words[1], HostAndPort.parse(words[2]));
  }
}
