package io.viking.ports;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one thread of one process holds at a time, by a lock on a file that nothing else is
 * kept in. The kernel frees it when the process dies.
 */
final class LocalLock {
  /**
   * A POSIX lock belongs to the process, and is lost when the process closes any descriptor of the
   * file. So all stores of a process have to share one lock a file: this is the process's state,
   * not a class's. Entries stay; there is one a folder.
   */
  private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path file;
  private final ReentrantLock inProcess;

  /** The lock of that file, whose folder must exist. */
  LocalLock(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    this.file = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    this.inProcess = IN_PROCESS.computeIfAbsent(this.file, any -> new ReentrantLock(true));
  }

  /** What is done under the lock. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Runs the work under the lock.
   *
   * @throws StoreUnavailableException if the lock is held by others for 30 s
   */
  <T> T hold(Work<T> work) throws IOException {
    Deadline deadline = Deadline.after(LIMIT);
    try {
      if (!inProcess.tryLock(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(null);
      }
      try {
        return holdFile(work, deadline);
      } finally {
        inProcess.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    }
  }

  private <T> T holdFile(Work<T> work, Deadline deadline) throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock held = lock(channel, deadline);
      try {
        return work.run();
      } finally {
        held.release();
      }
    }
  }

  /** Asks again and again: a request that waits in the kernel would know no deadline. */
  private FileLock lock(FileChannel channel, Deadline deadline)
      throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    while (lock == null) {
      if (deadline.isOver()) {
        throw busy(null);
      }
      TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(200, 2000));
      lock = channel.tryLock();
    }
    return lock;
  }

  private StoreUnavailableException busy(@Nullable Throwable cause) {
    return new StoreUnavailableException(
        ("the local store is in use: its lock %s was not free within %d s.%n"
                + "  Fix: see which process holds it ('fuser %s'), and end it if it hangs.")
            .formatted(file, LIMIT.toSeconds(), file),
        cause);
  }
}
