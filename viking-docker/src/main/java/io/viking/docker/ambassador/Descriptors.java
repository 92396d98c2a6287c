package io.viking.docker.ambassador;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The file descriptors of a process.
 *
 * @param most how many it may have, its soft limit
 * @param open how many are open that are not for connections
 */
record Descriptors(long most, long open) {
  private static final long LEAST_RESERVE = 24;
  private static final long MOST_RESERVE = 256;

  /** Of the limit, one in so many is kept back for what is no connection. */
  private static final long SHARE_OF_RESERVE = 8;

  /**
   * Those of this process that are open now, for whatever; unlimited where the platform does not
   * say.
   */
  static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Descriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE, 0);
  }

  boolean areUnlimited() {
    return most >= Integer.MAX_VALUE;
  }

  /** How many may be used for connections and what they need. */
  int usable() {
    long reserve = Math.max(LEAST_RESERVE, Math.min(MOST_RESERVE, most / SHARE_OF_RESERVE));
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, most - open - reserve));
  }
}
