package io.viking.ports;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A locked file. The kernel frees it when the process dies. */
final class LocalHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalHold.class);

  /**
   * What this process holds, or is trying to get. A POSIX lock belongs to the process and is lost
   * when it closes any descriptor of the file: so nobody else here may as much as open it.
   */
  private static final Set<Path> IN_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LocalHold(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock of that file, in a folder that exists; empty if others hold it. */
  static Optional<LocalHold> take(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    if (!IN_PROCESS.add(real)) {
      return Optional.empty();
    }
    Optional<LocalHold> hold = Optional.empty();
    try {
      hold = lock(real);
      return hold;
    } finally {
      if (hold.isEmpty()) {
        IN_PROCESS.remove(real);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // The lock lives as long as its channel is open.
  private static Optional<LocalHold> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock == null ? Optional.empty() : Optional.of(new LocalHold(file, channel));
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("the lock file {} could not be closed", file, e);
    } finally {
      IN_PROCESS.remove(file);
    }
  }
}
