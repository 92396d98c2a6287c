package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A number that no other engine on this machine has, and the names and the folder that follow from
 * it. The kernel drops the lock behind it when the JVM ends, however it ends; so whatever is found
 * in a slot that could be locked is left over and can go.
 */
final class EngineSlot {
  /** How many engines a machine can have at a time. */
  static final int SLOTS = 64;

  private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"), "viking-it");

  /**
   * The slots of this JVM. The kernel's locks belong to the whole process: one that only opens and
   * closes the file of a lock it has would lose that lock, so it must not touch the file.
   */
  private static final Set<Integer> OURS = ConcurrentHashMap.newKeySet();

  private final int number;
  private final FileChannel lockFile;

  private EngineSlot(int number, FileChannel lockFile) {
    this.number = number;
    this.lockFile = lockFile;
  }

  /**
   * Takes the first free slot.
   *
   * @throws IllegalStateException if all are taken
   */
  static EngineSlot take() {
    return IntStream.range(0, SLOTS)
        .mapToObj(EngineSlot::tryTake)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("all " + SLOTS + " slots in " + ROOT + " are taken"));
  }

  /** Takes the slot of that number; empty if another engine has it. */
  static Optional<EngineSlot> tryTake(int number) {
    if (!OURS.add(number)) {
      return Optional.empty();
    }
    Optional<EngineSlot> taken = Optional.empty();
    try {
      taken = lock(lockFile(number)).map(lockFile -> new EngineSlot(number, lockFile));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + lockFile(number), e);
    } finally {
      if (taken.isEmpty()) {
        OURS.remove(number);
      }
    }
    return taken;
  }

  private static Optional<FileChannel> lock(Path path) throws IOException {
    Files.createDirectories(ROOT);
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
    }
    return Optional.ofNullable(lock).map(FileLock::channel).map(FileChannel.class::cast);
  }

  /** The file whose lock goes with the slot. */
  static Path lockFile(int number) {
    return ROOT.resolve(number + ".lock");
  }

  /** The name of the engine that has the slot of that number. */
  static String name(int number) {
    return "viking-it-" + number;
  }

  /** The folder of the engine that has the slot of that number. */
  static Path folder(int number) {
    return ROOT.resolve(Integer.toString(number));
  }

  int number() {
    return number;
  }

  /** The name of the engine, its network namespace and its control group. */
  String name() {
    return name(number);
  }

  /** Where the engine keeps all it has. */
  Path folder() {
    return folder(number);
  }

  /** Makes the folder, which only its owner may enter. */
  void createFolder() {
    try {
      Files.createDirectories(folder());
      Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder(), e);
    }
  }

  /** Removes the folder with all that is in it. */
  void removeFolder() {
    if (!Files.exists(folder())) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder())) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder(), e);
    }
  }

  /** Lets another engine have it. */
  void free() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      OURS.remove(number);
    }
  }
}
