package io.viking.model.yaml;

import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the hosts of a cluster from a YAML or JSON file: a list of hosts, or a map from a host's
 * name to the rest of it. Stateless, safe for use by several threads.
 *
 * <pre>{@code
 * - name: node-1
 *   engine: tcp://10.0.0.1:2376
 *   address: 10.0.0.1
 *   tags: [ssd]
 * }</pre>
 */
public final class HostsFile {
  private static final Form FILE =
      new Form("hosts", "a list or a map of hosts", "- {name: a, engine: 'tcp://10.0.0.1:2376'}");

  private HostsFile() {}

  /**
   * Reads a file.
   *
   * @return the hosts in the written order, at least one
   * @throws InvalidStackException with all the faults of the file, or if it cannot be read
   */
  public static List<Host> read(Path file) {
    return read(Source.of(file));
  }

  /**
   * Reads the text of a file.
   *
   * @param fileName what faults are reported under
   * @return the hosts in the written order, at least one
   * @throws InvalidStackException with all the faults of the text
   */
  public static List<Host> parse(String fileName, String text) {
    return read(Source.of(fileName, text));
  }

  static List<Host> read(Source source) {
    Faults faults = new Faults();
    List<Host> hosts =
        NodeReader.read(source, faults).map(root -> hosts(root, faults)).orElse(List.of());
    if (hosts.isEmpty() && faults.isEmpty()) {
      faults.add(source.start(), "the file names no host.", FILE.fix());
    }
    faults.throwIfAny();
    return hosts;
  }

  private static List<Host> hosts(Node root, Faults faults) {
    HostReader reader = new HostReader(faults);
    Map<String, Node> seen = new HashMap<>();
    List<Host> hosts = new ArrayList<>();
    if (root instanceof Items list) {
      for (Node item : list.items()) {
        add(reader.read(Optional.empty(), item), item, seen, hosts, faults);
      }
    } else if (root instanceof Fields map) {
      for (Field field : map.fields()) {
        Scalar name = field.key();
        add(reader.read(Optional.of(name), field.value()), name, seen, hosts, faults);
      }
    } else {
      new Values("the file", faults).wrong(FILE, root);
    }
    return hosts;
  }

  private static void add(
      Optional<Host> read, Node node, Map<String, Node> seen, List<Host> hosts, Faults faults) {
    if (read.isEmpty()) {
      return;
    }
    Node first = seen.putIfAbsent(read.get().name(), node);
    if (first != null) {
      faults.add(
          node.place(),
          "two hosts are named '" + read.get().name() + "'.",
          "give each host a name of its own.",
          "The first is in line " + first.place().line() + ".");
    } else {
      hosts.add(read.get());
    }
  }
}
