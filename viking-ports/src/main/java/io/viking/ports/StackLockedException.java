package io.viking.ports;

import java.time.Duration;

/**
 * Another program holds the lock of a stack. The message says which, and how long it was waited
 * for.
 */
public final class StackLockedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient LockHolder holder;
  private final transient Duration waited;

  StackLockedException(LockHolder holder, Duration waited) {
    this(
        holder,
        waited,
        "try again when it is done, or wait longer. If it hangs, end it: the lock is free a few"
            + " seconds later.");
  }

  private StackLockedException(LockHolder holder, Duration waited, String fix) {
    super(
        ("stack '%s' is being changed by another program, which holds its lock: %s.%n"
                + "  Waited %s for it.%n"
                + "  Fix: %s")
            .formatted(holder.stack(), Excerpt.line(holder.toString()), seconds(waited), fix));
    this.holder = holder;
    this.waited = waited;
  }

  /** The same where nothing can be read of who holds it: a lock that may be nobody's. */
  StackLockedException unreadable(String where) {
    return new StackLockedException(
        holder,
        waited,
        "look at "
            + where
            + ", which does not say who that is. If no program changes the stack, delete it.");
  }

  /** Who holds the lock. */
  public LockHolder holder() {
    return holder;
  }

  /** How long it was waited for. */
  public Duration waited() {
    return waited;
  }

  private static String seconds(Duration length) {
    long millis = length.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
