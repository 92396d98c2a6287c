package io.viking.ports;

import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What speaks against adding some records to others. Pure. */
final class PortConflicts {
  private final PortRecords present;
  private final Map<Integer, ServicePort> owners = new HashMap<>();
  private final List<String> found = new ArrayList<>();

  private PortConflicts(PortRecords present) {
    this.present = present;
    present.table().asMap().forEach((port, number) -> owners.put(number, port));
  }

  /** Each contradiction as a sentence; none if the records may be added. */
  static List<String> of(PortRecords present, PortRecords added) {
    PortConflicts conflicts = new PortConflicts(present);
    added.table().asMap().forEach(conflicts::checkNumber);
    added.withheld().forEach(conflicts::checkWithheld);
    return conflicts.found;
  }

  private void checkNumber(ServicePort port, int number) {
    Optional.ofNullable(present.table().asMap().get(port))
        .filter(recorded -> recorded != number)
        .ifPresent(
            recorded ->
                found.add(port + " is to be " + number + " but is recorded as " + recorded));
    Optional.ofNullable(owners.get(number))
        .filter(owner -> !owner.equals(port))
        .ifPresent(
            owner -> found.add(port + " is to be " + number + " but that belongs to " + owner));
    Optional.ofNullable(present.withheld().get(number))
        .flatMap(Withheld::formerOwner)
        .filter(former -> !former.equals(port))
        .ifPresent(
            former ->
                found.add(
                    port
                        + " is to be "
                        + number
                        + " but "
                        + former
                        + " has only just released it"));
  }

  private void checkWithheld(int number, Withheld reason) {
    if (reason.formerOwner().isEmpty()) {
      return;
    }
    ServicePort former = reason.formerOwner().get();
    Optional.ofNullable(owners.get(number))
        .filter(owner -> !owner.equals(former))
        .ifPresent(
            owner ->
                found.add(
                    number + " is withheld since " + former + " had it, but belongs to " + owner));
  }
}
