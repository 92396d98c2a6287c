package io.viking.ports;

import io.etcd.jetcd.options.LeaseOption;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** One lease in etcd: what is put under it goes when it is not kept alive. */
final class EtcdLease {
  private final EtcdClient client;
  private final long id;

  private EtcdLease(EtcdClient client, long id) {
    this.client = client;
    this.id = id;
  }

  static EtcdLease grant(EtcdClient client, Duration ttl, Deadline deadline) {
    long id =
        client
            .call("get a lease", deadline, etcd -> etcd.getLeaseClient().grant(ttl.toSeconds()))
            .getID();
    return new EtcdLease(client, id);
  }

  long id() {
    return id;
  }

  /**
   * Renews it. One request at a time rather than jetcd's stream, which ends for good when it missed
   * an answer, and says nothing on a server that hangs.
   *
   * @throws StoreUnavailableException of which {@link EtcdFailure#isLeaseLost} tells whether the
   *     lease is gone
   */
  void renew(Deadline deadline) {
    client.call("renew the lease", deadline, etcd -> etcd.getLeaseClient().keepAliveOnce(id));
  }

  /** The keys under it; none if it is gone. */
  Set<String> keys(Deadline deadline) {
    LeaseOption withKeys = LeaseOption.builder().withAttachedKeys().build();
    return client
        .call("read the lease", deadline, etcd -> etcd.getLeaseClient().timeToLive(id, withKeys))
        .getKeys()
        .stream()
        .map(EtcdClient::text)
        .collect(Collectors.toSet());
  }

  /** Ends it, and with it all its keys. */
  void revoke(Deadline deadline) {
    client.call("give the lease back", deadline, etcd -> etcd.getLeaseClient().revoke(id));
  }
}
