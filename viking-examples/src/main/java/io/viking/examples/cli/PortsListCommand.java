package io.viking.examples.cli;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code viking ports list}: which service has which number, and where containers carry it. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the allocated numbers, whose they are, and the hosts on which containers carry them"
            + " ('?' where a host's report cannot be read).")
final class PortsListCommand implements Callable<Integer> {
  @Mixin private PortsListing listing = new PortsListing();

  @Override
  public Integer call() {
    List<Map.Entry<ServicePort, Integer>> table;
    List<HostReport> reports;
    try (ClusterStore store = listing.openStore()) {
      table =
          store.ports().list().asMap().entrySet().stream()
              .sorted(Comparator.comparing(entry -> entry.getValue()))
              .toList();
      reports = store.hosts().reports();
    }
    listing.answer(() -> data(table, reports), () -> text(table, reports));
    return 0;
  }

  private static List<Map<String, Object>> data(
      List<Map.Entry<ServicePort, Integer>> table, List<HostReport> reports) {
    List<Map<String, Object>> list = new ArrayList<>();
    table.forEach(
        entry -> {
          Map<String, Object> data = new LinkedHashMap<>();
          data.put("number", entry.getValue());
          data.put("service", entry.getKey().service().path());
          data.put("port", entry.getKey().port().toString());
          data.put("hosts", PortsListing.hosts(entry.getValue(), reports));
          list.add(data);
        });
    return list;
  }

  private static String text(
      List<Map.Entry<ServicePort, Integer>> table, List<HostReport> reports) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NUMBER", "SERVICE", "PORT", "HOSTS"));
    table.forEach(
        entry ->
            rows.add(
                List.of(
                    String.valueOf(entry.getValue()),
                    entry.getKey().service().path(),
                    entry.getKey().port().toString(),
                    String.join(" ", PortsListing.hosts(entry.getValue(), reports)))));
    return Table.render(rows);
  }
}
