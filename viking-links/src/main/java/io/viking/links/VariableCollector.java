package io.viking.links;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers one container's variables from several sources; no source may change what another set.
 */
final class VariableCollector {
  private final SortedMap<String, String> variables = new TreeMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final String container;

  VariableCollector(String container) {
    this.container = container;
  }

  /**
   * Adds what a source sets.
   *
   * @throws VariableCollisionException if another source has set one of them to something else
   */
  void add(String source, Map<String, String> added) {
    added.forEach(
        (name, value) -> {
          String before = variables.putIfAbsent(name, value);
          if (before == null) {
            sources.put(name, source);
          } else if (!before.equals(value)) {
            throw new VariableCollisionException(
                container, name, List.of(sources.getOrDefault(name, source), source));
          }
        });
  }

  /** All of them, sorted by name; unmodifiable. */
  SortedMap<String, String> variables() {
    return Collections.unmodifiableSortedMap(variables);
  }
}
