package io.viking.model.yaml;

import io.viking.model.Place;
import io.viking.model.SecretSource;
import io.viking.model.VariableSyntax;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import io.viking.model.yaml.Node.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code environment} and {@code labels}: a map, or a list of {@code KEY=VALUE}. */
final class PairsReader {
  private final Values values;
  private final Faults faults;

  PairsReader(Values values, Faults faults) {
    this.values = values;
    this.faults = faults;
  }

  /**
   * Variables of a job.
   *
   * @param texts those whose values stand in the file
   * @param secrets those whose values are read when a container is made
   */
  record Variables(Map<String, String> texts, Map<String, SecretSource> secrets) {}

  /** Variables; values never appear in a message, since they may be secrets. */
  Variables variables(Form form, Node value) {
    Variables variables = new Variables(new LinkedHashMap<>(), new LinkedHashMap<>());
    SecretReader secrets = new SecretReader(values, faults);
    pairs(form, value, true)
        .forEach(
            (key, content) -> {
              Optional<String> fault = VariableSyntax.nameFault(key.text());
              if (fault.isPresent()) {
                refuse(form, key, key.place(), fault.get(), form.fix());
              } else if (content instanceof Scalar text && text.style() != Style.NULL) {
                text(form, key, text, variables.texts());
              } else {
                secrets
                    .read(form, key, content)
                    .ifPresent(source -> variables.secrets().put(key.text(), source));
              }
            });
    return variables;
  }

  private void text(Form form, Scalar key, Scalar text, Map<String, String> texts) {
    VariableSyntax.valueFault(text.text())
        .ifPresentOrElse(
            why -> refuse(form, key, text.place(), why, "remove the character."),
            () -> texts.put(key.text(), text.text()));
  }

  /** Labels; the names that viking itself needs are refused. */
  Map<String, String> labels(Form form, Node value) {
    Map<String, String> labels = new LinkedHashMap<>();
    pairs(form, value, false)
        .forEach(
            (key, content) -> {
              if (key.text().startsWith("viking.")) {
                refuse(
                    form,
                    key,
                    key.place(),
                    "names that start with 'viking.' are viking's own",
                    "rename it.");
              } else if (key.text().isBlank()) {
                refuse(form, key, key.place(), "a label needs a name", form.fix());
              } else {
                Optional<String> name = VariableSyntax.textFault(key.text());
                name.ifPresent(why -> refuse(form, key, key.place(), why, "remove the character."));
                if (name.isEmpty()) {
                  labels.put(key.text(), content instanceof Scalar text ? text.text() : "");
                }
              }
            });
    return labels;
  }

  private void refuse(Form form, Scalar key, Place place, String why, String fix) {
    values.fault(
        form, place, ": '" + Quote.shorten(key.text()) + "' is refused: " + why + ".", fix);
  }

  /** What belongs to each key; empty where nothing was written. */
  private Map<Scalar, Node> pairs(Form form, Node value, boolean secrets) {
    return value instanceof Fields map
        ? fromMap(form, map, secrets)
        : fromList(form, value, secrets);
  }

  private Map<Scalar, Node> fromMap(Form form, Fields map, boolean secrets) {
    Map<Scalar, Node> pairs = new LinkedHashMap<>();
    String expected = secrets ? "a text, {file: PATH} or {env: NAME}" : "a text";
    for (Field field : values.unique(map, "`" + form.key() + "` key").values()) {
      Form each =
          new Form(form.key() + "." + Quote.shorten(field.name()), expected, form.example());
      boolean empty = field.value() instanceof Scalar scalar && scalar.style() == Style.NULL;
      if (empty || (secrets && field.value() instanceof Fields)) {
        pairs.put(field.key(), field.value());
      } else {
        values.scalar(each, field.value()).ifPresent(text -> pairs.put(field.key(), text));
      }
    }
    return pairs;
  }

  private Map<Scalar, Node> fromList(Form form, Node value, boolean secrets) {
    if (value instanceof Scalar word && word.text().indexOf('=') < 0) {
      values.wrong(form, value);
      return Map.of();
    }
    Map<String, Scalar> seen = new LinkedHashMap<>();
    Map<Scalar, Node> pairs = new LinkedHashMap<>();
    for (Scalar pair : values.scalars(form, value)) {
      int equals = pair.text().indexOf('=');
      String name = equals < 0 ? pair.text() : pair.text().substring(0, equals);
      Scalar key = new Scalar(pair.place(), name, pair.style());
      Scalar first = seen.putIfAbsent(name, key);
      if (first != null) {
        values.twice("key `" + Quote.shorten(name) + "` in `" + form.key() + "`", key, first);
      } else if (equals < 0) {
        pairs.put(key, new Scalar(pair.place(), "", secrets ? Style.NULL : Style.QUOTED));
      } else {
        pairs.put(key, new Scalar(pair.place(), pair.text().substring(equals + 1), pair.style()));
      }
    }
    return pairs;
  }
}
