package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.ClusterStore;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ClusterStore#secretKey} must do. Extend it, and say how a store is opened. */
public abstract class SecretKeyContract extends StoreContract {
  private static final int CALLERS = 8;

  /** Opens a store; each test begins with an empty one. */
  protected abstract ClusterStore openStore();

  /** Opens a store that sees what that other one records; the same one if it cannot be shared. */
  protected abstract ClusterStore openObserver(ClusterStore recording);

  @Test
  void isTheSameForAllWhoseStoreItIs() {
    ClusterStore store = keep(openStore());
    ClusterStore observer = keep(openObserver(store));

    byte[] key = store.secretKey();

    assertThat(key).hasSize(32);
    assertThat(store.secretKey()).isEqualTo(key);
    assertThat(observer.secretKey()).isEqualTo(key);
  }

  @Test
  void isMadeOnceHoweverManyAskForItAtFirst() throws Exception {
    ClusterStore store = keep(openStore());
    ClusterStore observer = keep(openObserver(store));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    List<Callable<Boolean>> calls =
        IntStream.range(0, CALLERS)
            .mapToObj(i -> i % 2 == 0 ? store : observer)
            .<Callable<Boolean>>map(
                from -> () -> seen.add(HexFormat.of().formatHex(from.secretKey())))
            .toList();
    try {
      callers.invokeAll(calls);
    } finally {
      callers.shutdownNow();
    }

    assertThat(seen).hasSize(1);
  }

  @Test
  void isACopyThatNobodyCanSpoil() {
    ClusterStore store = keep(openStore());
    byte[] key = store.secretKey();
    byte[] spoiled = store.secretKey();

    spoiled[0]++;

    assertThat(store.secretKey()).isEqualTo(key);
  }
}
