package io.viking.model.yaml;

import io.viking.model.Place;
import io.viking.model.VariableSyntax;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import io.viking.model.yaml.Node.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes the values of one owner apart and reports those that have the wrong form. */
final class Values {
  private final String owner;
  private final Faults faults;

  /**
   * @param owner whose values these are, such as {@code job 'web'}
   */
  Values(String owner, Faults faults) {
    this.owner = owner;
    this.faults = faults;
  }

  /** The one value, or empty with a fault. */
  Optional<Scalar> scalar(Form form, Node value) {
    if (value instanceof Scalar scalar && scalar.style() != Style.NULL) {
      return clean(form, scalar);
    }
    wrong(form, value);
    return Optional.empty();
  }

  /** The one value, which must not be blank, or empty with a fault. */
  Optional<Scalar> word(Form form, Node value) {
    return scalar(form, value)
        .filter(
            scalar -> {
              boolean blank = scalar.text().isBlank();
              if (blank) {
                fault(form, scalar.place(), " is blank.", form.fix());
              }
              return !blank;
            });
  }

  /** The one value or all those of the list; those of the wrong form are left out, with a fault. */
  List<Scalar> scalars(Form form, Node value) {
    if (!(value instanceof Items list)) {
      return scalar(form, value).stream().toList();
    }
    List<Scalar> scalars = new ArrayList<>();
    for (Node item : list.items()) {
      if (item instanceof Scalar scalar && scalar.style() != Style.NULL) {
        clean(form, scalar).ifPresent(scalars::add);
      } else {
        fault(form, item.place(), " has an item that is " + item.kind() + ".", form.fix());
      }
    }
    return scalars;
  }

  /** What the parser makes of the text; its complaint becomes a fault. */
  <T> Optional<T> parse(Form form, Scalar scalar, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      fault(
          form,
          scalar.place(),
          ": " + Quote.shorten(String.valueOf(e.getMessage()), 300) + ".",
          form.fix());
      return Optional.empty();
    }
  }

  /** The map's entries by key. Those whose key was there before are left out, with a fault. */
  Map<String, Field> unique(Fields map, String what) {
    Map<String, Field> unique = new LinkedHashMap<>();
    for (Field field : map.fields()) {
      Field first = unique.putIfAbsent(field.name(), field);
      if (first != null) {
        twice(what + " `" + Quote.shorten(field.name()) + "`", field.key(), first.key());
      }
    }
    return unique;
  }

  void twice(String what, Scalar second, Scalar first) {
    faults.add(
        second.place(),
        what + " of " + owner + " is given twice.",
        "keep one of them.",
        "It was first given in line " + first.place().line() + ".");
  }

  /** Reports a value of the wrong type. */
  void wrong(Form form, Node value) {
    if (value instanceof Scalar scalar && scalar.style() == Style.NULL) {
      faults.add(
          value.place(),
          "`" + form.key() + "` of " + owner + " has no value.",
          "write, for example, `" + form.example() + "`, or remove the key.");
    } else {
      fault(
          form,
          value.place(),
          " must be " + form.expected() + " but is " + value.kind() + ".",
          form.fix());
    }
  }

  void fault(Form form, Place place, String what, String fix, String... reasons) {
    faults.add(place, "`" + form.key() + "` of " + owner + what, fix, reasons);
  }

  private Optional<Scalar> clean(Form form, Scalar scalar) {
    Optional<String> why = VariableSyntax.textFault(scalar.text());
    why.ifPresent(w -> fault(form, scalar.place(), ": " + w + ".", "remove the character."));
    return why.isPresent() ? Optional.empty() : Optional.of(scalar);
  }
}
