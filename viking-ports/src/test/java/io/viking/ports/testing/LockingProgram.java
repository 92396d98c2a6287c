package io.viking.ports.testing;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.StackLock;
import java.time.Duration;
import java.util.List;

/**
 * A program that takes the lock of a stack, announces a removal, and holds the lock until it ends.
 */
public final class LockingProgram {
  private LockingProgram() {}

  /**
   * Holds the lock until the end of the input.
   *
   * @param arguments the class of a {@link StoreOpener}, the store's address, the stack
   */
  public static void main(String[] arguments) throws Exception {
    String stack = arguments[2];
    try (ClusterStore store = StoreOpener.named(arguments[0]).open(arguments[1]);
        StackLock lock =
            store
                .locks()
                .acquire(List.of(StackName.of(stack)), Duration.ofSeconds(30), holder -> {})) {
      lock.announceRemoval(List.of(announced(stack)));
      lock.volumes().record(sign(stack), "node-1");
      int end = System.in.read();
      if (end >= 0) {
        throw new IllegalStateException("expected the end of the input but read " + end);
      }
    }
  }

  /** What it announces to remove. */
  public static InstanceId announced(String stack) {
    return new InstanceId(ServiceName.of(stack, "db"), Pid.of("d2d2d2"));
  }

  /** Waits until it has announced that. */
  public static void awaitAnnouncement(ClusterStore store, String stack, Duration limit) {
    Await.until(
        "the child has announced a removal",
        limit,
        () -> store.volumes().homes().containsKey(sign(stack)));
  }

  private static String sign(String stack) {
    return stack + "_announced";
  }
}
