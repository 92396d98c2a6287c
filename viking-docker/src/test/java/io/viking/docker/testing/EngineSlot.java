package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A number that no other engine on this machine has, and the names and the folder that follow from
 * it. The kernel drops the lock behind it when the JVM ends, however it ends; so whatever is found
 * in a slot that could be locked is left over and can go.
 */
final class EngineSlot {
  private static final int SLOTS = 64;
  private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"), "viking-it");

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
    try {
      Files.createDirectories(ROOT);
      for (int number = 0; number < SLOTS; number++) {
        FileChannel lockFile =
            FileChannel.open(
                ROOT.resolve(number + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (lock(lockFile)) {
          return new EngineSlot(number, lockFile);
        }
        lockFile.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take a slot in " + ROOT, e);
    }
    throw new IllegalStateException("all " + SLOTS + " slots in " + ROOT + " are taken");
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another engine of this JVM has it
    }
  }

  int number() {
    return number;
  }

  /** The name of the engine, its network namespace and its control group. */
  String name() {
    return "viking-it-" + number;
  }

  /** Where the engine keeps all it has. */
  Path folder() {
    return ROOT.resolve(Integer.toString(number));
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
    }
  }
}
