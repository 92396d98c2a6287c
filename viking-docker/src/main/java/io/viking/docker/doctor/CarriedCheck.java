package io.viking.docker.doctor;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.registrar.HostViews;
import io.viking.docker.registrar.ViewSettings;
import io.viking.model.Finding;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.Withheld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the numbers in containers' variables are those of the services that the variables name.
 * Where they are not, a program may reach the wrong server. Pure.
 */
final class CarriedCheck {
  /** A number that leads to an address, not to a service. */
  private static final String FIXED = "fixed:";

  private final Map<Integer, ServicePort> owners = new TreeMap<>();
  private final Map<Integer, Withheld> withheld;
  private final String networkPath;
  private final List<Finding> findings = new ArrayList<>();
  private int carried;

  /**
   * @param withheld the numbers that are not given at the moment
   * @param networkPath the path under which the store keeps endpoints: variables that name another
   *     one are another cluster's
   */
  CarriedCheck(PortTable table, Map<Integer, Withheld> withheld, String networkPath) {
    this.withheld = new TreeMap<>(withheld);
    table.asMap().forEach((port, number) -> owners.put(number, port));
    this.networkPath = networkPath;
  }

  List<Finding> findings(List<HostReading> readings) {
    for (HostReading reading : readings) {
      HostViews views = views(reading.host().name());
      reading.containers().value().stream()
          .flatMap(List::stream)
          .forEach(container -> check(reading.host().name(), container, views));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              "containers", "all " + carried + " numbers that they carry are their services'."));
    }
    return findings;
  }

  private HostViews views(String host) {
    // The address is of no account here: only the variables are read.
    return new HostViews(
        ViewSettings.builder()
            .hostName(host)
            .publishAddress("192.0.2.1")
            .networkPath(networkPath)
            .build());
  }

  private void check(String host, ContainerFacts container, HostViews views) {
    views
        .of(List.of(container))
        .listeners()
        .forEach((number, target) -> check(host, container.name(), number, target));
  }

  private void check(String host, String container, int number, String target) {
    carried++;
    String where = "on " + host + " it carries " + number;
    ServicePort owner = owners.get(number);
    boolean fixed = target.startsWith(FIXED);
    if (owner != null && !owner.registryName().equals(target)) {
      findings.add(
          foreign(container, where, fixed ? Optional.empty() : Optional.of(target), owner));
    } else if (owner == null && isReleased(number, target)) {
      findings.add(released(container, where, target));
    } else if (owner == null && !fixed) {
      findings.add(nobodys(container, where, target));
    }
  }

  /** Whether the number was that service's until lately. */
  private boolean isReleased(int number, String target) {
    return Optional.ofNullable(withheld.get(number))
        .flatMap(Withheld::formerOwner)
        .filter(former -> former.registryName().equals(target))
        .isPresent();
  }

  private static Finding foreign(
      String container, String where, Optional<String> target, ServicePort owner) {
    return Finding.error(
        subject(container),
        where
            + " for "
            + target.orElse("an address of its own")
            + ", but the number belongs to "
            + owner
            + ": whoever uses it may reach the wrong server.",
        target.isPresent()
            ? "deploy its stack again, or remove the container."
            : "make the container anew with a number that nobody has.");
  }

  private static Finding released(String container, String where, String target) {
    return Finding.warning(
        subject(container),
        where + " for " + target + ", which was released. It is not given again meanwhile.",
        "remove the container, or deploy its stack again, which gives it a new number.");
  }

  private static Finding nobodys(String container, String where, String target) {
    return Finding.error(
        subject(container),
        where
            + " for "
            + target
            + ", but nobody has that number: it may be given to another"
            + " service.",
        "deploy its stack again, which gives it the number of now; if the table of ports was lost,"
            + " import a copy first (viking ports import).");
  }

  private static String subject(String container) {
    return "container " + container;
  }
}
