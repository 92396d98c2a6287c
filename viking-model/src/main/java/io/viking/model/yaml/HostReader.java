package io.viking.model.yaml;

import io.viking.model.Host;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the description of one host. */
final class HostReader {
  private static final Form BODY =
      new Form("host", "a map of keys", "{name: node-1, engine: 'tcp://10.0.0.1:2376'}");
  private static final Form NAME = new Form("name", "a name", "name: node-1");
  private static final Form ENGINE =
      new Form("engine", "an engine's address", "engine: tcp://10.0.0.1:2376");
  private static final Form ADDRESS = new Form("address", "an IP address", "address: 10.0.0.1");
  private static final Form TAGS = new Form("tags", "a tag or a list of tags", "tags: [ssd]");
  private static final List<String> KEYS = List.of("name", "engine", "address", "tags");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");

  /** More than any has, its interface's name included; the patterns above look at parts twice. */
  private static final int LONGEST_ADDRESS = 100;

  private final Faults faults;

  HostReader(Faults faults) {
    this.faults = faults;
  }

  /**
   * The host, or empty with a fault.
   *
   * @param name what it is called, where that is a key above it
   */
  Optional<Host> read(Optional<Scalar> name, Node body) {
    String owner = name.map(n -> "host '" + Quote.shorten(n.text()) + "'").orElse("a host");
    Values values = new Values(owner, faults);
    if (!(body instanceof Fields map)) {
      values.wrong(BODY, body);
      return Optional.empty();
    }
    Map<String, Field> fields = values.unique(map, "key");
    fields.values().stream()
        .filter(field -> !KEYS.contains(field.name()))
        .forEach(field -> UnknownKeys.report(field.key(), owner, KEYS, faults));
    Optional<Scalar> named = name(values, name, map, fields);
    Optional<Scalar> engine = required(values, ENGINE, map, fields);
    if (named.isEmpty() || engine.isEmpty()) {
      return Optional.empty();
    }
    Host.Builder host = Host.builder().name(named.get().text()).engine(engine.get().text());
    Optional.ofNullable(fields.get("address"))
        .flatMap(field -> values.word(ADDRESS, field.value()))
        .flatMap(scalar -> values.parse(ADDRESS, scalar, HostReader::address))
        .ifPresent(host::address);
    Optional.ofNullable(fields.get("tags"))
        .ifPresent(field -> host.tags(new TextReader(values).tags(TAGS, field.value())));
    return build(host, named.get());
  }

  private static Optional<Scalar> name(
      Values values, Optional<Scalar> above, Fields map, Map<String, Field> fields) {
    return above.isPresent() && !fields.containsKey("name")
        ? above
        : required(values, NAME, map, fields);
  }

  private static Optional<Scalar> required(
      Values values, Form form, Fields map, Map<String, Field> fields) {
    Field field = fields.get(form.key());
    if (field == null) {
      values.fault(form, map.place(), " is missing.", form.fix());
      return Optional.empty();
    }
    return values.word(form, field.value());
  }

  /** Checked without a look-up: a name would be resolved differently on each host. */
  private static String address(String text) {
    boolean v4 =
        text.split("\\.", -1).length == 4
            && List.of(text.split("\\.", -1)).stream()
                .allMatch(part -> NUMBER.matcher(part).matches() && Integer.parseInt(part) < 256);
    if (text.length() > LONGEST_ADDRESS || (!v4 && !IPV6.matcher(text).matches())) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address");
    }
    return text;
  }

  private Optional<Host> build(Host.Builder host, Scalar name) {
    try {
      return Optional.of(host.build());
    } catch (IllegalArgumentException e) {
      String why = Quote.shorten(String.valueOf(e.getMessage()), 300);
      faults.add(name.place(), why + ".", BODY.fix());
      return Optional.empty();
    }
  }
}
