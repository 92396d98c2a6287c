package io.viking.ports;

import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.viking.model.StackName;
import java.util.List;
import java.util.SortedSet;

/**
 * Lets through what is written while the locks are held, as etcd itself sees it.
 *
 * @param stacks whose locks
 * @param fence the revision at which the locks' keys were made
 */
record EtcdFence(EtcdLayout layout, EtcdKeys keys, SortedSet<StackName> stacks, long fence) {
  /** The locks' keys. */
  List<String> lockKeys() {
    return stacks.stream().map(keys::lock).toList();
  }

  /**
   * Carries these out, all or none; they may be carried out twice.
   *
   * @param what completes "could not ..."
   * @return false if the locks are not held any more
   */
  boolean write(String what, Deadline deadline, List<Op> operations) {
    List<Cmp> held =
        lockKeys().stream()
            .map(
                key ->
                    new Cmp(
                        EtcdClient.bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(fence)))
            .toList();
    return layout.write(what, deadline, held, operations).isPresent();
  }
}
