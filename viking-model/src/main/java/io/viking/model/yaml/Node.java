package io.viking.model.yaml;

import io.viking.model.Place;
import java.util.List;

/** A value of a file, read from YAML or JSON, that knows where it was written. */
sealed interface Node {
  /** Where it starts. */
  Place place();

  /** What it is, in the words of an error message. */
  String kind();

  /** How a scalar was written. */
  enum Style {
    /** Without quotes. */
    PLAIN,
    /** In quotes, or as a block. */
    QUOTED,
    /** Not at all, or as {@code null}. */
    NULL
  }

  /**
   * A single value, kept as the text that was written: {@code 22:22} and {@code 0100} stay as they
   * are.
   */
  record Scalar(Place place, String text, Style style) implements Node {
    @Override
    public String kind() {
      return style == Style.NULL ? "empty" : "'" + Quote.shorten(text) + "'";
    }
  }

  /** A list. */
  record Items(Place place, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A map in the written order; keys may occur twice, for the reader to complain about. */
  record Fields(Place place, List<Field> fields) implements Node {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /** One entry of a map. */
  record Field(Scalar key, Node value) {
    String name() {
      return key.text();
    }
  }
}
