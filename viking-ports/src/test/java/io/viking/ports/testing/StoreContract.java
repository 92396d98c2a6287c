package io.viking.ports.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of a store's parts begin and end with. */
public abstract class StoreContract {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  StoreContract() {}

  /** Closes that after the test; what was opened last is closed first. */
  protected final <T extends AutoCloseable> T keep(T one) {
    opened.push(one);
    return one;
  }

  @AfterEach
  final void closeOpened() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
