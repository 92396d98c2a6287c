package io.viking.model.yaml;

import io.viking.model.Place;
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

  PairsReader(Values values) {
    this.values = values;
  }

  /** Variables; values never appear in a message, since they may be secrets. */
  Map<String, String> variables(Form form, Node value) {
    Map<String, String> variables = new LinkedHashMap<>();
    pairs(form, value, true)
        .forEach(
            (key, text) -> {
              Optional<String> name = VariableSyntax.nameFault(key.text());
              Optional<String> content = VariableSyntax.valueFault(text.text());
              name.ifPresent(why -> refuse(form, key, key.place(), why, form.fix()));
              content.ifPresent(
                  why -> refuse(form, key, text.place(), why, "remove the character."));
              if (name.isEmpty() && content.isEmpty()) {
                variables.put(key.text(), text.text());
              }
            });
    return variables;
  }

  /** Labels; the names that viking itself needs are refused. */
  Map<String, String> labels(Form form, Node value) {
    Map<String, String> labels = new LinkedHashMap<>();
    pairs(form, value, false)
        .forEach(
            (key, text) -> {
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
                  labels.put(key.text(), text.text());
                }
              }
            });
    return labels;
  }

  private void refuse(Form form, Scalar key, Place place, String why, String fix) {
    values.fault(
        form, place, ": '" + Quote.shorten(key.text()) + "' is refused: " + why + ".", fix);
  }

  private Map<Scalar, Scalar> pairs(Form form, Node value, boolean valueNeeded) {
    return value instanceof Fields map
        ? fromMap(form, map, valueNeeded)
        : fromList(form, value, valueNeeded);
  }

  private Map<Scalar, Scalar> fromMap(Form form, Fields map, boolean valueNeeded) {
    Map<Scalar, Scalar> pairs = new LinkedHashMap<>();
    for (Field field : values.unique(map, "`" + form.key() + "` key").values()) {
      Form each =
          new Form(form.key() + "." + Quote.shorten(field.name()), "a text", form.example());
      boolean empty = field.value() instanceof Scalar scalar && scalar.style() == Style.NULL;
      if (empty && valueNeeded) {
        noValue(form, field.key());
      } else if (empty) {
        pairs.put(field.key(), new Scalar(field.value().place(), "", Style.QUOTED));
      } else {
        values.scalar(each, field.value()).ifPresent(text -> pairs.put(field.key(), text));
      }
    }
    return pairs;
  }

  private Map<Scalar, Scalar> fromList(Form form, Node value, boolean valueNeeded) {
    if (value instanceof Scalar word && word.text().indexOf('=') < 0) {
      values.wrong(form, value);
      return Map.of();
    }
    Map<String, Scalar> seen = new LinkedHashMap<>();
    Map<Scalar, Scalar> pairs = new LinkedHashMap<>();
    for (Scalar pair : values.scalars(form, value)) {
      int equals = pair.text().indexOf('=');
      String name = equals < 0 ? pair.text() : pair.text().substring(0, equals);
      Scalar key = new Scalar(pair.place(), name, pair.style());
      Scalar first = seen.putIfAbsent(name, key);
      if (first != null) {
        values.twice("key `" + Quote.shorten(name) + "` in `" + form.key() + "`", key, first);
      } else if (equals < 0 && valueNeeded) {
        noValue(form, key);
      } else {
        String text = equals < 0 ? "" : pair.text().substring(equals + 1);
        pairs.put(key, new Scalar(pair.place(), text, pair.style()));
      }
    }
    return pairs;
  }

  private void noValue(Form form, Scalar key) {
    String name = Quote.shorten(key.text());
    values.fault(
        form,
        key.place(),
        ": '" + name + "' has no value.",
        "write `" + name + "=VALUE`, or `" + name + ": \"\"` in a map for an empty one.",
        "The environment of the machine that deploys is not passed on.");
  }
}
