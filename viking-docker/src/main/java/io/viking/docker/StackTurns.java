package io.viking.docker;

import io.viking.docker.reconcile.Backoff;
import io.viking.model.Stack;
import io.viking.model.StackName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which stacks are being changed, and which have to wait after a failure. Safe for use by several
 * threads.
 */
final class StackTurns {
  private static final Backoff AFTER_FAILURE =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

  private final Set<StackName> running = new TreeSet<>();
  private final Map<StackName, Failure> failures = new TreeMap<>();

  /** What failed: another version of the stack is tried at once. */
  private record Failure(int count, Instant retryAt, Optional<Stack> wanted) {}

  synchronized boolean isRunning(StackName stack) {
    return running.contains(stack);
  }

  synchronized boolean isAnyRunning() {
    return !running.isEmpty();
  }

  /** Whether some stack waits to be tried again, so that looking again soon is worth it. */
  synchronized boolean isAnyWaiting() {
    return !failures.isEmpty();
  }

  /** Whether that version of the stack failed so lately that it is not tried again yet. */
  synchronized boolean isWaiting(StackName stack, Optional<Stack> wanted, Instant now) {
    Failure failure = failures.get(stack);
    return failure != null && failure.wanted().equals(wanted) && failure.retryAt().isAfter(now);
  }

  synchronized void begin(StackName stack) {
    running.add(stack);
  }

  synchronized void end(StackName stack) {
    running.remove(stack);
  }

  /** Forgets earlier failures. */
  synchronized void succeeded(StackName stack) {
    failures.remove(stack);
  }

  /** When it is tried again, after one failure more. */
  synchronized Duration failed(StackName stack, Optional<Stack> wanted, Instant now) {
    int before =
        Optional.ofNullable(failures.get(stack))
            .filter(failure -> failure.wanted().equals(wanted))
            .map(Failure::count)
            .orElse(0);
    int count = before + 1;
    Duration wait = AFTER_FAILURE.after(count);
    failures.put(stack, new Failure(count, now.plus(wait), wanted));
    return wait;
  }

  /** Forgets stacks that are not wanted any more. */
  synchronized void keep(Set<StackName> known) {
    failures.keySet().retainAll(known);
  }
}
