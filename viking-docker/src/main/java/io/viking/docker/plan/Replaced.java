package io.viking.docker.plan;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** A view of a map with other values, in the same order: for those who copy it anyway. */
final class Replaced extends AbstractMap<String, String> {
  private final Map<String, String> map;
  private final BinaryOperator<String> values;

  /**
   * @param values gives each value from its name and the value in the map
   */
  Replaced(Map<String, String> map, BinaryOperator<String> values) {
    this.map = map;
    this.values = values;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, String>> iterator() {
        Iterator<Entry<String, String>> entries = map.entrySet().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Entry<String, String> next() {
            Entry<String, String> entry = entries.next();
            return Map.entry(entry.getKey(), values.apply(entry.getKey(), entry.getValue()));
          }
        };
      }

      @Override
      public int size() {
        return map.size();
      }
    };
  }
}
