package io.viking.model.yaml;

import io.viking.model.Place;
import io.viking.model.SecretSource;
import io.viking.model.VariableSyntax;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where a variable's value comes from: {@code {file: PATH}}, {@code {env: NAME}}, or nothing
 * for the variable of the same name. The value itself is not read.
 */
final class SecretReader {
  private static final List<String> KEYS = List.of("file", "env");

  private final Values values;
  private final Faults faults;

  SecretReader(Values values, Faults faults) {
    this.values = values;
    this.faults = faults;
  }

  Optional<SecretSource> read(Form form, Scalar key, Node content) {
    Optional<String> published = VariableSyntax.secretNameFault(key.text());
    if (published.isPresent()) {
      values.fault(
          form,
          key.place(),
          ": '" + Quote.shorten(key.text()) + "' is refused: " + published.get() + ".",
          "write its value as a text.");
      return Optional.empty();
    }
    return content instanceof Fields map
        ? fromMap(form, key, map)
        : Optional.of(SecretSource.env(key.text()).at(key.place()));
  }

  private Optional<SecretSource> fromMap(Form form, Scalar key, Fields map) {
    String name = Quote.shorten(key.text());
    String owner = "variable '" + name + "'";
    Map<String, Field> fields = values.unique(map, "`" + form.key() + "." + name + "` key");
    fields.values().stream()
        .filter(field -> !KEYS.contains(field.name()))
        .forEach(field -> UnknownKeys.report(field.key(), owner, KEYS, faults));
    List<Field> sources = fields.values().stream().filter(f -> KEYS.contains(f.name())).toList();
    if (sources.size() == 1) {
      return source(form.key() + "." + name, sources.get(0));
    }
    if (!sources.isEmpty() || fields.isEmpty()) {
      values.fault(
          form,
          map.place(),
          ": '" + name + "' must have one of the keys `file` and `env`.",
          "write, for example, `" + name + ": {file: ./secret}`.");
    }
    return Optional.empty();
  }

  private Optional<SecretSource> source(String owner, Field field) {
    boolean file = field.name().equals("file");
    Form form =
        new Form(
            owner + "." + field.name(),
            file ? "a path" : "a variable's name",
            file ? "file: ./secret" : "env: DB_PASSWORD");
    return values
        .word(form, field.value())
        .flatMap(
            text ->
                values
                    .parse(
                        form,
                        text,
                        name ->
                            file
                                ? SecretSource.file(absolute(text.place(), name))
                                : SecretSource.env(name))
                    .map(source -> source.at(text.place())));
  }

  /** A relative path is relative to the file that says so. */
  private static String absolute(Place place, String path) {
    try {
      return Path.of(place.file()).toAbsolutePath().resolveSibling(path).normalize().toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + path + "' is no path", e);
    }
  }
}
