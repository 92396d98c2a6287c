package io.viking.ports.testing;

import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.time.Duration;

/** A program that uses everything of a store and returns from {@code main}. */
public final class StoreProgram {
  /** What it registers. */
  public static final Endpoint ENDPOINT =
      new Endpoint("stack_job_80", "stack_job_80_c1", HostAndPort.parse("10.0.0.9:80"));

  private StoreProgram() {}

  /**
   * Uses the store, waits for the end of the input, and returns.
   *
   * @param arguments the class of a {@link StoreOpener}, the store's address, and {@code close} or
   *     {@code leave} for whether it closes the store
   */
  public static void main(String[] arguments) throws Exception {
    StoreOpener opener = StoreOpener.named(arguments[0]);
    ClusterStore store = opener.open(arguments[1]);
    store.ports().allocate(ServicePort.parse("stack/job/80/tcp"));
    store.hosts().announce(Host.of("node-9", "10.0.0.9", "tcp://10.0.0.9:2376"));
    store.endpoints().register(ENDPOINT);
    if (store
        .endpoints()
        .await(now -> now.contains(ENDPOINT.service(), ENDPOINT.id()), Duration.ofSeconds(30))
        .isEmpty()) {
      throw new IllegalStateException("its own endpoint was not seen");
    }
    int end = System.in.read();
    if (end >= 0) {
      throw new IllegalStateException("expected the end of the input but read " + end);
    }
    if (arguments[2].equals("close")) {
      store.close();
    }
  }
}
