package io.viking.ports;

import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.viking.model.StackName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Lets through what is written while the locks are held, as etcd itself sees it.
 *
 * @param revisions the revision at which each lock's key was made
 */
record EtcdFence(EtcdLayout layout, EtcdKeys keys, SortedMap<StackName, Long> revisions) {
  /** How many stacks one transaction is about: it may compare, and write, 128 keys. */
  static final int MOST_STACKS = 60;

  /** Greater than that of any lock before. */
  long number() {
    return Collections.max(revisions.values());
  }

  /** The locks' keys. */
  List<String> lockKeys() {
    return revisions.keySet().stream().map(keys::lock).toList();
  }

  /**
   * Carries these out, at most two for each stack, and those of a stack only while its lock is
   * held; they may be carried out twice. Those of up to 60 stacks are all carried out, or none is.
   *
   * @param what completes "could not ..."
   * @return false if a lock is not held any more
   */
  boolean write(String what, Deadline deadline, SortedMap<StackName, List<Op>> operations) {
    for (List<StackName> stacks : parts(List.copyOf(operations.keySet()))) {
      List<Cmp> held = stacks.stream().map(this::isHeld).toList();
      List<Op> some =
          stacks.stream()
              .flatMap(stack -> operations.getOrDefault(stack, List.of()).stream())
              .toList();
      if (layout.write(what, deadline, held, some).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Cmp isHeld(StackName stack) {
    long revision = revisions.getOrDefault(stack, -1L);
    return new Cmp(
        EtcdClient.bytes(keys.lock(stack)), Cmp.Op.EQUAL, CmpTarget.createRevision(revision));
  }

  /** The list in parts that one transaction holds. */
  static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_STACKS) {
      parts.add(all.subList(from, Math.min(all.size(), from + MOST_STACKS)));
    }
    return parts;
  }
}
