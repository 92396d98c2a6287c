package io.viking.examples.cli;

import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.Withheld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code viking ports withheld}: the numbers that are not given, and why. */
@Command(
    name = "withheld",
    mixinStandardHelpOptions = true,
    description =
        "Lists the numbers that are not given at the moment, and why: skipped, or released, until"
            + " when, and the hosts on which containers still carry them.")
final class PortsWithheldCommand implements Callable<Integer> {
  @Mixin private PortsListing listing = new PortsListing();

  @Override
  public Integer call() {
    SortedMap<Integer, Withheld> withheld;
    List<HostReport> reports;
    try (ClusterStore store = listing.openStore()) {
      withheld = store.ports().withheld();
      reports = store.hosts().reports();
    }
    listing.answer(() -> data(withheld, reports), () -> text(withheld, reports));
    return 0;
  }

  private static List<Map<String, Object>> data(
      SortedMap<Integer, Withheld> withheld, List<HostReport> reports) {
    List<Map<String, Object>> list = new ArrayList<>();
    withheld.forEach(
        (number, reason) -> {
          Map<String, Object> data = new LinkedHashMap<>();
          data.put("number", number);
          data.put("skipped", reason.skipped());
          reason.formerOwner().ifPresent(owner -> data.put("formerOwner", owner.path()));
          reason.until().ifPresent(until -> data.put("until", until.toString()));
          data.put("hosts", PortsListing.hosts(number, reports));
          list.add(data);
        });
    return list;
  }

  private static String text(SortedMap<Integer, Withheld> withheld, List<HostReport> reports) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NUMBER", "SKIPPED", "RELEASED BY", "UNTIL", "HOSTS"));
    withheld.forEach(
        (number, reason) ->
            rows.add(
                List.of(
                    String.valueOf(number),
                    reason.skipped() ? "yes" : "no",
                    reason.formerOwner().map(Object::toString).orElse("-"),
                    reason.until().map(Object::toString).orElse("-"),
                    String.join(" ", PortsListing.hosts(number, reports)))));
    return Table.render(rows);
  }
}
