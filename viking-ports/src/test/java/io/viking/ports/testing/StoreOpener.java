package io.viking.ports.testing;

import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.time.Duration;

/** Opens a store in another process; has a constructor without parameters. */
public interface StoreOpener {
  /** Opens the store at that address, with the default range. */
  ClusterStore open(String address);

  /** The opener of that class name. */
  static StoreOpener named(String className) {
    try {
      return Class.forName(className)
          .asSubclass(StoreOpener.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(className + " cannot open a store", e);
    }
  }

  /** For {@link ClusterStore#local}; the address is the folder. */
  final class Local implements StoreOpener {
    /** For {@link AllocatingProgram}. */
    public Local() {}

    @Override
    public ClusterStore open(String address) {
      return ClusterStore.local(Path.of(address), PortRange.DEFAULT);
    }
  }

  /** For {@link ClusterStore#etcd}; the address is an endpoint, a comma, and the base key. */
  final class Etcd implements StoreOpener {
    /** For {@link AllocatingProgram}. */
    public Etcd() {}

    @Override
    public ClusterStore open(String address) {
      int comma = address.indexOf(',');
      return ClusterStore.etcd(
          EtcdOptions.builder()
              .addEndpoints(address.substring(0, comma))
              .baseKey(address.substring(comma + 1))
              .deadline(Duration.ofSeconds(30))
              .build());
    }
  }
}
