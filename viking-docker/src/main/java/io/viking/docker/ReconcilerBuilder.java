package io.viking.docker;

import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.Problem;
import io.viking.model.Stack;
import io.viking.model.folder.DeploymentFolder;
import io.viking.model.folder.FolderReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Builds a {@link Reconciler}; not safe for use by several threads. */
public final class ReconcilerBuilder {
  private final Viking viking;
  private Supplier<FolderReading> desired;
  private Optional<DeploymentFolder> folder;
  private Duration interval = Duration.ofSeconds(5);
  private Duration downAfter = Duration.ofSeconds(15);
  private Consumer<ClusterEvent> listener = event -> {};
  private Predicate<HeldRemoval> approval = removal -> false;

  ReconcilerBuilder(Viking viking) {
    this.viking = viking;
    folder = Optional.of(viking.folder());
    desired = viking.folder()::look;
  }

  /**
   * Wants these stacks in place of what the deployment folder says. A stack that was among them and
   * is not any more is removed only after a yes; where the supplier throws, all stays wanted.
   *
   * @param stacks called at every look
   */
  public ReconcilerBuilder desired(Supplier<List<Stack>> stacks) {
    folder = Optional.empty();
    desired = () -> reading(stacks);
    return this;
  }

  private static FolderReading reading(Supplier<List<Stack>> stacks) {
    try {
      return FolderReading.of(stacks.get());
    } catch (RuntimeException e) {
      return FolderReading.unreadable(
          Problem.builder()
              .message("what is wanted could not be learned: " + Failures.text(e))
              .addReasons("What was last wanted stays wanted.")
              .build());
    }
  }

  /** How long to wait between two looks if nothing happens; positive, default 5 s. */
  public ReconcilerBuilder interval(Duration interval) {
    this.interval = positive("interval", interval);
    return this;
  }

  /**
   * How long a host may be silent before what it ran is started elsewhere; positive, default 15 s.
   */
  public ReconcilerBuilder downAfter(Duration downAfter) {
    this.downAfter = positive("downAfter", downAfter);
    return this;
  }

  /**
   * Hears of everything that is noticed and decided; called by one thread at a time, not to block.
   */
  public ReconcilerBuilder listener(Consumer<ClusterEvent> listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Says yes to removals that are held back: of a stack whose folder is gone, and of more than half
   * of what runs. Asked at every look until it says yes; default: never.
   */
  public ReconcilerBuilder approval(Predicate<HeldRemoval> approval) {
    this.approval = approval;
    return this;
  }

  /** Builds it; nothing is looked at before it is started. */
  public Reconciler build() {
    return new Reconciler(this, viking.reconciled(), viking.store().events());
  }

  Supplier<FolderReading> desired() {
    return desired;
  }

  Optional<DeploymentFolder> folder() {
    return folder;
  }

  Duration interval() {
    return interval;
  }

  Duration downAfter() {
    return downAfter;
  }

  Consumer<ClusterEvent> listener() {
    return listener;
  }

  Predicate<HeldRemoval> approval() {
    return approval;
  }

  private static Duration positive(String what, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(what + " must be positive but was " + time);
    }
    return time;
  }
}
