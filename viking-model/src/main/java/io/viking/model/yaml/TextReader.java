package io.viking.model.yaml;

import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the keys whose values are plain texts. */
final class TextReader {
  private static final Predicate<String> NO_SPACE =
      Pattern.compile("[^\\s\\p{Cntrl}]+").asMatchPredicate();
  private static final Predicate<String> TAG =
      Pattern.compile("[^\\s\\p{Cntrl},]+").asMatchPredicate();

  private final Values values;

  TextReader(Values values) {
    this.values = values;
  }

  Optional<String> image(Form form, Node value) {
    return text(form, value, NO_SPACE, "holds white space");
  }

  Optional<String> user(Form form, Node value) {
    return text(form, value, NO_SPACE, "holds white space");
  }

  Optional<String> path(Form form, Node value) {
    return text(form, value, path -> path.startsWith("/"), "is not an absolute path");
  }

  List<String> tags(Form form, Node value) {
    return values.scalars(form, value).stream()
        .filter(scalar -> check(form, scalar, TAG, "is not a tag: no white space, no ','"))
        .map(Scalar::text)
        .toList();
  }

  /** A list word by word, or a line that is split as a shell would. */
  Optional<List<String>> command(Form form, Node value) {
    if (value instanceof Items) {
      return Optional.of(values.scalars(form, value).stream().map(Scalar::text).toList());
    }
    return values.scalar(form, value).flatMap(line -> values.parse(form, line, ShellWords::split));
  }

  private Optional<String> text(Form form, Node value, Predicate<String> valid, String why) {
    return values
        .word(form, value)
        .filter(scalar -> check(form, scalar, valid, why))
        .map(Scalar::text);
  }

  private boolean check(Form form, Scalar scalar, Predicate<String> valid, String why) {
    if (valid.test(scalar.text())) {
      return true;
    }
    values.fault(
        form, scalar.place(), ": '" + Quote.shorten(scalar.text()) + "' " + why + ".", form.fix());
    return false;
  }
}
