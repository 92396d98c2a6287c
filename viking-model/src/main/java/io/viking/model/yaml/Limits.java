package io.viking.model.yaml;

import io.viking.model.Place;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Keeps a small hostile file from becoming a large tree: depth, number of values, recursion. */
final class Limits {
  static final int MAX_DEPTH = 20;
  static final int MAX_VALUES = 200_000;

  private final Faults faults;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;
  private boolean exceeded;

  Limits(Faults faults) {
    this.faults = faults;
  }

  /** Whether the value may be read; if not, the reason is among the faults. */
  boolean enter(Object value, Place place, int depth) {
    values++;
    if (exceeded) {
      return false;
    }
    if (values > MAX_VALUES) {
      return refuse(
          place,
          "the file holds more than " + MAX_VALUES + " values once its aliases are followed.",
          "use fewer aliases, or split the file.");
    }
    if (depth > MAX_DEPTH) {
      return refuse(
          place,
          "the file is nested more than " + MAX_DEPTH + " levels deep.",
          "nest less: no key of a stack file needs more than 5 levels.");
    }
    if (!open.add(value)) {
      return refuse(place, "an alias leads back into the value it stands in.", "remove the alias.");
    }
    return true;
  }

  void leave(Object value) {
    open.remove(value);
  }

  boolean exceeded() {
    return exceeded;
  }

  private boolean refuse(Place place, String message, String fix) {
    exceeded = true;
    faults.add(place, message, fix);
    return false;
  }
}
