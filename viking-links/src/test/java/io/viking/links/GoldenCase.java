package io.viking.links;

import io.viking.model.ExposedPort;
import io.viking.model.Link;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the upper half of a golden file: a consumer, its links and the allocated ports. */
final class GoldenCase {
  private final List<LinkedService> links = new ArrayList<>();
  private final Map<ServicePort, Integer> ports = new HashMap<>();
  private String consumer = "";
  private StackName stack = StackName.of("none");
  private Link.Builder link = Link.builder();
  private LinkedService.Builder service = LinkedService.builder();
  private boolean open;

  private GoldenCase() {}

  static GoldenCase parse(List<String> lines) {
    GoldenCase golden = new GoldenCase();
    lines.stream()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .forEach(golden::readLine);
    golden.closeLink();
    return golden;
  }

  String consumer() {
    return consumer;
  }

  List<LinkedService> links() {
    return List.copyOf(links);
  }

  PortTable ports() {
    return PortTable.of(ports);
  }

  private void readLine(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "consumer" -> consumer = words[1];
      case "stack" -> stack = StackName.of(words[1]);
      case "link" -> openLink(Link.parse(words[1]));
      case "port" -> addPort(ExposedPort.parse(words[1]), Integer.parseInt(words[2]));
      case "env" -> link.addAllEnv(List.of(words).subList(1, words.length));
      case "target" -> addTargetVariable(line.substring("target ".length()));
      default -> throw new IllegalArgumentException("unknown line in golden file: " + line);
    }
  }

  private void openLink(Link written) {
    closeLink();
    link = Link.builder().from(written);
    service = LinkedService.builder().target(written.target(stack));
    open = true;
  }

  private void addPort(ExposedPort exposed, int allocated) {
    service.addPorts(exposed);
    ports.put(new ServicePort(link.build().target(stack), exposed), allocated);
  }

  private void addTargetVariable(String assignment) {
    int equals = assignment.indexOf('=');
    service.putTargetEnvironment(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  private void closeLink() {
    if (open) {
      links.add(service.link(link.build()).build());
      open = false;
    }
  }
}
