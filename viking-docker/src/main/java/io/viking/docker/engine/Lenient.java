package io.viking.docker.engine;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;

/** Calls whose aim may be reached already; they answer whether they changed anything. */
final class Lenient {
  private Lenient() {}

  /** The engine answers 304 where a container is started or stopped already. */
  static boolean unlessSo(Runnable call) {
    try {
      call.run();
      return true;
    } catch (NotModifiedException e) {
      return false;
    }
  }

  /**
   * The engine answers 404 where there is nothing to remove, and 409 where another one removes it.
   */
  static boolean unlessGone(Runnable call) {
    try {
      call.run();
      return true;
    } catch (NotFoundException e) {
      return false;
    } catch (ConflictException e) {
      if (String.valueOf(e.getMessage()).contains("already in progress")) {
        return false;
      }
      throw e;
    }
  }
}
