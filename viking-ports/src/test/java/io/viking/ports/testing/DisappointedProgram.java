package io.viking.ports.testing;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.StoreUnavailableException;

/** A program whose store fails in everything, and that returns from {@code main} all the same. */
public final class DisappointedProgram {
  private DisappointedProgram() {}

  /**
   * Asks, registers, watches, and returns.
   *
   * @param arguments the class of a {@link StoreOpener}, the store's address, and {@code close} or
   *     {@code leave} for whether it closes the store
   */
  public static void main(String[] arguments) {
    ClusterStore store = StoreOpener.named(arguments[0]).open(arguments[1]);
    expectFailure(() -> store.ports().allocate(ServicePort.parse("stack/job/80/tcp")));
    expectFailure(() -> store.endpoints().register(StoreProgram.ENDPOINT));
    store.endpoints().watch(now -> {});
    if (arguments[2].equals("close")) {
      store.close();
    }
  }

  private static void expectFailure(Runnable call) {
    try {
      call.run();
    } catch (StoreUnavailableException expected) {
      return;
    }
    throw new IllegalStateException("the store works");
  }
}
