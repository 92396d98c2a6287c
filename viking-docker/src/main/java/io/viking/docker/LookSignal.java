package io.viking.docker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes who looks every so often; whatever comes in meanwhile makes one look more. */
final class LookSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean asked;
  private boolean closed;

  /** A look is worth it; never blocks for long. */
  void ask() {
    lock.lock();
    try {
      asked = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No look is worth it any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the time of the next look.
   *
   * @param least how long to wait even if it is asked for
   * @param most how long to wait if it is not
   * @return false if there is to be none any more
   */
  boolean await(Duration least, Duration most) {
    long now = System.nanoTime();
    return await(now + least.toNanos(), now + most.toNanos());
  }

  private boolean await(long least, long most) {
    lock.lock();
    try {
      while (!closed) {
        long until = asked ? least : most;
        long left = until - System.nanoTime();
        if (left <= 0) {
          asked = false;
          return true;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
