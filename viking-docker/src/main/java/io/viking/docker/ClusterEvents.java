package io.viking.docker;

import io.viking.docker.reconcile.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

/** Keeps the last events and passes them on. Safe for use by several threads. */
final class ClusterEvents implements AutoCloseable {
  /** As many are kept. */
  static final int KEPT = 1000;

  private final Consumer<ClusterEvent> listener;
  private final Deque<ClusterEvent> last = new ArrayDeque<>();
  private final SubmissionPublisher<ClusterEvent> publisher = new SubmissionPublisher<>();

  ClusterEvents(Consumer<ClusterEvent> listener) {
    this.listener = listener;
  }

  synchronized void tell(ClusterEvent event) {
    last.addLast(event);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    listener.accept(event);
    // Who does not keep up misses events rather than holding up the cluster.
    publisher.offer(event, (subscriber, missed) -> false);
  }

  synchronized List<ClusterEvent> last() {
    return List.copyOf(last);
  }

  Flow.Publisher<ClusterEvent> publisher() {
    return publisher;
  }

  @Override
  public void close() {
    publisher.close();
  }
}
