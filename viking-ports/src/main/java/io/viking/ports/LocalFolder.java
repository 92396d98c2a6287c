package io.viking.ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a local store, made when first needed.
 *
 * @param path where it is
 */
record LocalFolder(Path path) {
  Path file(String name) {
    return path.resolve(name);
  }

  /** Does that work, whose failure means that the store cannot be used. */
  <T> T doing(LocalLock.Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "the local store %s cannot be used: %s.%n  Fix: %s"
              .formatted(
                  path,
                  e,
                  "check that the folder is on a local disk with space left, and that this user may"
                      + " write there."),
          e);
    }
  }

  /** Does that work while no other process does any under that lock. */
  <T> T locked(String lockName, LocalLock.Work<T> work) {
    return doing(
        () -> {
          Files.createDirectories(path);
          return new LocalLock(file(lockName)).hold(work);
        });
  }
}
