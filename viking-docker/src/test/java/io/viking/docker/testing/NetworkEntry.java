package io.viking.docker.testing;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.file.Path;

/** Lets threads of this JVM use other network namespaces than its own. Needs root. */
public final class NetworkEntry {
  private static final int NETWORK = 0x40000000;

  private NetworkEntry() {}

  /** The C library. */
  interface Libc extends Library {
    Libc C = Native.load("c", Libc.class);

    int open(String path, int flags);

    int setns(int descriptor, int kind);

    int close(int descriptor);
  }

  /**
   * Moves the calling thread: the sockets that it opens from now on, and the threads and processes
   * that it starts, are in that namespace.
   *
   * @param namespace {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
   * @throws IllegalStateException if it cannot be entered
   */
  public static void enter(Path namespace) {
    int descriptor = Libc.C.open(namespace.toString(), 0);
    boolean entered = descriptor >= 0 && Libc.C.setns(descriptor, NETWORK) == 0;
    if (descriptor >= 0) {
      Libc.C.close(descriptor);
    }
    if (!entered) {
      throw new IllegalStateException("cannot enter " + namespace);
    }
  }
}
