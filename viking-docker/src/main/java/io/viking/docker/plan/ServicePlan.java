package io.viking.docker.plan;

import io.viking.docker.plan.Review.Unfit;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.placement.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Works out what happens to one service that is wanted. Used once. */
final class ServicePlan {
  private final ServiceName service;
  private final Job job;
  private final ServiceTemplate template;
  private final Placement placement;
  private final Inventory inventory;
  private final Fates fates;
  private final Resources asked;

  private final List<Located> keep = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  ServicePlan(
      ServiceName service,
      Job job,
      ServiceTemplate template,
      Placement placement,
      Inventory inventory,
      Fates fates) {
    this.service = service;
    this.job = job;
    this.template = template;
    this.placement = placement;
    this.inventory = inventory;
    this.fates = fates;
    this.asked = Resources.of(job);
  }

  ServiceChange change() {
    Review review = Review.of(inventory.of(service), job, template.hash(), fates);
    keep.addAll(review.keep);
    waiting.addAll(review.held);
    waiting.addAll(review.remarks);
    review.removals.forEach(unfit -> remove(unfit.located(), unfit.reason()));
    start(review);
    keep.addAll(review.delayed);
    return ServiceChange.builder()
        .service(service)
        .ports(template.ports())
        .kept(keep.stream().map(Located::kept).toList())
        .starts(starts)
        .removals(removals)
        .waiting(waiting)
        .removesFirst(job.writesToVolume())
        .parallelism(job.parallelism())
        .clashes(template.clashes())
        .build();
  }

  private void remove(Located old, String reason) {
    Removal removal = old.removal(reason, Optional.of(job));
    placement.release(removal);
    removals.add(removal);
  }

  /** Starts what is missing: first in the place of what is replaced, then of what has no host. */
  private void start(Review review) {
    Deque<Unfit> replaced = new ArrayDeque<>(review.removals);
    Deque<Located> leaving = new ArrayDeque<>(review.leaving);
    Deque<Located> lost = new ArrayDeque<>(review.lost);
    for (int missing = review.missing(job); missing > 0; missing--) {
      if (!replaced.isEmpty()) {
        Unfit old = replaced.remove();
        startNew(
            "replaces " + old.located().id() + ": " + old.reason(), Optional.of(old.located()));
      } else if (!leaving.isEmpty()) {
        Located old = leaving.remove();
        if (move(old)) {
          remove(old, old.hostFault());
        } else {
          keep.add(old);
        }
      } else if (!lost.isEmpty()) {
        move(lost.remove());
      } else {
        startNew("new", Optional.empty());
      }
    }
    // Where something cannot be seen now, what is not missed may be missed soon.
    leaving.forEach(review.held.isEmpty() ? old -> remove(old, old.hostFault()) : keep::add);
  }

  private void startNew(String reason, Optional<Located> old) {
    Optional<ActualHost> host = placement.find(service, job);
    if (host.isPresent()) {
      start(host.get(), reason, old);
      return;
    }
    String home =
        placement.awaitedHome(service, job).orElseThrow(() -> placement.refusal(service, job));
    waiting.add(new Waiting(Optional.empty(), home));
  }

  /** Whether it could be moved; if not, the plan says why. */
  private boolean move(Located old) {
    Optional<ActualHost> found = placement.find(service, job);
    if (found.isEmpty()) {
      waiting.add(old.waiting(placement.awaitedHome(service, job).orElseGet(() -> stranded(old))));
      return false;
    }
    ActualHost host = found.get();
    start(
        host,
        "moved %s from %s to %s: %s"
            .formatted(old.id(), old.hostName(), host.host().name(), old.hostFault()),
        Optional.of(old));
    return true;
  }

  private String stranded(Located old) {
    Map<String, String> reasons = placement.refusal(service, job).reasons();
    return old.hostFault()
        + ", and no other host can run it: "
        + reasons.entrySet().stream()
            .filter(reason -> !reason.getKey().equals(old.hostName()))
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining("; "));
  }

  private void start(ActualHost host, String reason, Optional<Located> old) {
    InstanceId instance = new InstanceId(service, inventory.freshPid(service));
    placement.put(host, instance, job, asked);
    starts.add(
        new Start(
            host.host(),
            template.on(host, instance),
            reason,
            old.filter(Located::serves).map(Located::id)));
  }
}
