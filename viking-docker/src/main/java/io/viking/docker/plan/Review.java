package io.viking.docker.plan;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to become of the instances that a service has, before any is started. */
final class Review {
  private static final String SURPLUS = "surplus: ";

  /** They run as they should, on a host that answers. */
  final List<Located> keep = new ArrayList<>();

  /** They cannot stay, each with the reason. */
  final List<Unfit> removals = new ArrayList<>();

  /** They are to leave a drained host as soon as they run elsewhere. */
  final List<Located> leaving = new ArrayList<>();

  /** Their host is down. */
  final List<Located> lost = new ArrayList<>();

  /** They count, and nothing can be done about them now. */
  final List<Waiting> held = new ArrayList<>();

  /** They cannot stay, and go only when it is settled what becomes of others. */
  final List<Located> delayed = new ArrayList<>();

  /** Remarks on instances that are kept. */
  final List<Waiting> remarks = new ArrayList<>();

  private Review() {}

  /** An instance that cannot stay, and why. */
  record Unfit(Located located, String reason) {
    /** Whether it would stay if it were as it is to be. */
    boolean isReplaced() {
      return !reason.startsWith(SURPLUS);
    }
  }

  /**
   * @param hash what an instance must carry to be left alone
   * @param fates what is settled of them already
   */
  static Review of(List<Located> instances, Job job, String hash, Fates fates) {
    Review review = new Review();
    boolean movable = job.volumes().stream().allMatch(volume -> volume.isHostPath());
    for (Located located : instances) {
      review.add(located, mismatch(located, job, hash, fates), movable);
    }
    // What a host runs that may fail again stands in for nothing else.
    List<Located> steady =
        review.keep.stream().filter(located -> located.host().state().isSteady()).toList();
    int surplus = steady.size() - job.scale();
    if (surplus > 0) {
      Set<InstanceId> gone = new HashSet<>();
      for (Located located : Surplus.of(steady, surplus)) {
        gone.add(located.id());
        review.removals.add(new Unfit(located, SURPLUS + "scale is " + job.scale()));
      }
      review.keep.removeIf(located -> gone.contains(located.id()));
    }
    review.delay(review.missing(job));
    return review;
  }

  /**
   * What serves, and has no successor only because others of its service are counted, stays as long
   * as these may be lost.
   *
   * @param successors how many are about to be started
   */
  private void delay(int successors) {
    long doubtful = keep.stream().filter(located -> !located.host().state().isSteady()).count();
    doubtful += held.size();
    List<Unfit> serving =
        removals.stream().filter(unfit -> unfit.isReplaced() && unfit.located().serves()).toList();
    long spare = Math.min(doubtful, serving.size() - Math.max(successors, 0));
    for (int i = serving.size() - 1; i >= 0 && spare > 0; i--, spare--) {
      Unfit unfit = serving.get(i);
      removals.remove(unfit);
      delayed.add(unfit.located());
      remarks.add(
          unfit
              .located()
              .waiting(unfit.reason() + "; it goes when all others of its service can be seen"));
    }
  }

  /** How many instances have to be started; below 0 if there are more than there should be. */
  int missing(Job job) {
    return job.scale() - keep.size() - held.size();
  }

  private void add(Located located, Optional<String> mismatch, boolean movable) {
    if (located.host().state().isDown()) {
      lost.add(located);
    } else if (!located.host().state().answers()) {
      held.add(located.waiting(located.hostFault()));
    } else if (!located.host().state().drained()) {
      mismatch.ifPresentOrElse(
          reason -> removals.add(new Unfit(located, reason)), () -> keep.add(located));
    } else if (movable) {
      leaving.add(located);
    } else if (mismatch.isPresent()) {
      held.add(
          located.waiting(
              mismatch.get() + ", but " + located.hostFault() + ", and has its volume"));
    } else {
      keep.add(located);
      remarks.add(located.waiting(located.hostFault() + ", and has its volume"));
    }
  }

  /** Why a container cannot stay; empty if it can. */
  private static Optional<String> mismatch(Located located, Job job, String hash, Fates fates) {
    ActualInstance instance = located.instance();
    Host host = located.host().host();
    Optional<String> settled = fates.reasonToGo(instance.id());
    if (settled.isPresent()) {
      return settled;
    }
    if (instance.state() == State.STOPPED || instance.state() == State.CREATED) {
      return Optional.of("it does not run");
    }
    if (instance.state() == State.DEPARTING) {
      return Optional.of("an earlier deployment had begun to remove it");
    }
    if (job.isStatic() || fates.staying().contains(instance.id())) {
      return Optional.empty();
    }
    if (!instance.specHash().equals(hash)) {
      return Optional.of("the job has changed");
    }
    if (!host.tags().containsAll(job.filter())) {
      return Optional.of("host " + host + " lacks a tag of the job's filter");
    }
    String current = located.host().images().get(ImageName.normalize(job.image()));
    return current != null && !current.equals(instance.imageId())
        ? Optional.of("the image has changed")
        : Optional.empty();
  }
}
