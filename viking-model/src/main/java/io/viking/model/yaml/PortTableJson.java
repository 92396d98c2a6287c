package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A port table as JSON, for {@code viking ports export} and {@code --ports FILE}. Stateless, safe
 * for use by several threads.
 *
 * <pre>{@code
 * {"version": 1, "ports": {"shared/mongo/27017/tcp": 1432}}
 * }</pre>
 *
 * <p>The {@code next} and {@code withheld} of a full export are passed over.
 */
public final class PortTableJson {
  private static final String VERSION = "1";

  /** The last two are of a full export, which has a table in it. */
  private static final List<String> KEYS = List.of("version", "ports", "next", "withheld");

  private static final Form FORM =
      new Form(
          "ports",
          "a map of ports",
          "{\"version\": 1, \"ports\": {\"shared/mongo/27017/tcp\": 1432}}");
  private static final Form NUMBER =
      new Form("ports", "a port's number", "\"shared/mongo/27017/tcp\": 1432");

  private PortTableJson() {}

  /** The table over several lines, sorted, with a line break at the end. */
  public static String write(PortTable table) {
    Map<String, Object> ports = new LinkedHashMap<>();
    table.asMap().forEach((port, number) -> ports.put(port.path(), number));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.put("ports", ports);
    return Json.pretty(tree);
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws InvalidStackException with all the faults of the file, or if it cannot be read
   */
  public static PortTable read(Path file) {
    return read(Source.of(file));
  }

  /**
   * Reads the text of such a file.
   *
   * @param fileName what faults are reported under
   * @throws InvalidStackException with all the faults of the text
   */
  public static PortTable parse(String fileName, String text) {
    return read(Source.of(fileName, text));
  }

  static PortTable read(Source source) {
    Faults faults = new Faults();
    Map<ServicePort, Integer> entries =
        NodeReader.read(source, faults).map(root -> entries(root, faults)).orElse(Map.of());
    faults.throwIfAny();
    return PortTable.of(entries);
  }

  private static Map<ServicePort, Integer> entries(Node root, Faults faults) {
    Values values = new Values("the port table", faults);
    if (!(root instanceof Fields map)) {
      values.wrong(FORM, root);
      return Map.of();
    }
    Map<String, Field> fields = values.unique(map, "key");
    fields.values().stream()
        .filter(field -> !KEYS.contains(field.name()))
        .forEach(field -> UnknownKeys.report(field.key(), "a port table", KEYS, faults));
    checkVersion(fields, map, faults);
    Field ports = fields.get("ports");
    if (ports == null || !(ports.value() instanceof Fields list)) {
      values.wrong(FORM, ports == null ? map : ports.value());
      return Map.of();
    }
    return ports(values.unique(list, "port"), values, faults);
  }

  private static void checkVersion(Map<String, Field> fields, Fields map, Faults faults) {
    Field version = fields.get("version");
    if (version == null || !(version.value() instanceof Scalar s) || !s.text().equals(VERSION)) {
      faults.add(
          version == null ? map.place() : version.value().place(),
          "the port table's version is "
              + (version == null ? "missing" : version.value().kind())
              + ".",
          "write `\"version\": 1`, or read the file with the viking that wrote it.");
    }
  }

  private static SortedMap<ServicePort, Integer> ports(
      Map<String, Field> fields, Values values, Faults faults) {
    SortedMap<ServicePort, Integer> entries = new TreeMap<>();
    Map<Integer, Field> owners = new HashMap<>();
    for (Field field : fields.values()) {
      Optional<ServicePort> port = values.parse(FORM, field.key(), ServicePort::parse);
      Optional<Integer> number =
          values
              .word(NUMBER, field.value())
              .flatMap(s -> values.parse(NUMBER, s, PortTableJson::number));
      if (port.isEmpty() || number.isEmpty()) {
        continue;
      }
      entries.put(port.get(), number.get());
      Field owner = owners.putIfAbsent(number.get(), field);
      if (owner != null) {
        faults.add(
            field.value().place(),
            "port "
                + number.get()
                + " is given to both '"
                + owner.name()
                + "' and '"
                + field.name()
                + "'.",
            "give each a number of its own.",
            "Every allocated port belongs to one port of one service.");
      }
    }
    return entries;
  }

  private static Integer number(String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("'" + text + "' is not a port: must be 1-65535");
    }
    return Integer.valueOf(text);
  }
}
