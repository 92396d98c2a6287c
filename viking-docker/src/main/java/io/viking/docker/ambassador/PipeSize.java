package io.viking.docker.ambassador;

import com.sun.jna.Native;
import io.netty.channel.unix.FileDescriptor;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a pipe hold more than the kernel's 64 KB, so that a splice moves more and is needed less
 * often. That is a call of C's {@code fcntl}, which Netty does not have. Where it cannot be made,
 * or a user has as many pages in pipes as pipe(7) allows, pipes stay as they are. Thread-safe.
 */
final class PipeSize {
  private static final Logger LOG = LoggerFactory.getLogger(PipeSize.class);

  /** From Linux's linux/fcntl.h; see fcntl(2). */
  private static final int F_SETPIPE_SZ = 1031;

  private static final int BYTES = 1 << 20;

  private volatile boolean loaded;

  /** Finds that function on another thread, as it takes a tenth of a second. */
  void load() {
    var unused =
        CompletableFuture.runAsync(
            () -> {
              try {
                C.load();
                loaded = true;
              } catch (LinkageError | RuntimeException e) {
                LOG.debug("pipes keep the size that the kernel gives them", e);
              }
            });
  }

  /** Makes it larger, if that can be done by now. */
  void enlarge(FileDescriptor pipe) {
    if (loaded) {
      int unused = C.fcntl(pipe.intValue(), F_SETPIPE_SZ, BYTES);
    }
  }

  private static final class C {
    private C() {}

    static void load() {
      Native.register(C.class, "c");
    }

    static native int fcntl(int descriptor, int command, int argument);
  }
}
