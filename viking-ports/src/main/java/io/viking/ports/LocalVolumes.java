package io.viking.ports;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The homes of volumes as lines of a file that several processes share: {@code volume host}. */
final class LocalVolumes implements VolumeDirectory {
  private static final LocalLines FORM = new LocalLines("# viking volumes 1");
  private static final String LOCK = "volumes.lock";

  private final LocalFolder folder;
  private final Path file;

  LocalVolumes(LocalFolder folder) {
    this.folder = folder;
    this.file = folder.file("volumes");
  }

  /** Without the lock: the file is replaced as a whole. */
  @Override
  public Map<String, String> homes() {
    return Collections.unmodifiableMap(read());
  }

  @Override
  public void record(String volume, String host) {
    VolumeNames.check(volume, host);
    folder.locked(
        LOCK,
        () -> {
          Map<String, String> homes = read();
          if (!host.equals(homes.put(volume, host))) {
            FORM.write(file, lines(homes));
          }
          return homes;
        });
  }

  @Override
  public Optional<String> forget(String volume) {
    return folder.locked(
        LOCK,
        () -> {
          Map<String, String> homes = read();
          Optional<String> home = Optional.ofNullable(homes.remove(volume));
          if (home.isPresent()) {
            FORM.write(file, lines(homes));
          }
          return home;
        });
  }

  private Map<String, String> read() {
    Map<String, String> homes = new TreeMap<>();
    for (String line : folder.doing(() -> FORM.read(file))) {
      String[] words = line.split(" ", -1);
      if (words.length != 2) {
        throw corrupt(line);
      }
      homes.put(words[0], words[1]);
    }
    return homes;
  }

  private CorruptStoreException corrupt(String line) {
    return new CorruptStoreException(
        ("%s: expected 'VOLUME HOST' but found '%s'.%n"
                + "  Fix: mend that line; a volume without a line may be made anew elsewhere.")
            .formatted(file, line),
        null);
  }

  private static List<String> lines(Map<String, String> homes) {
    return homes.entrySet().stream().map(home -> home.getKey() + " " + home.getValue()).toList();
  }
}
