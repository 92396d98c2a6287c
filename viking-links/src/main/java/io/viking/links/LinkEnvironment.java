package io.viking.links;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables of a container.
 *
 * @param variables all variables, sorted
 * @param clashes where own took precedence
 */
public record LinkEnvironment(Map<String, String> variables, List<Clash> clashes) {
  /** A clash. */
  public record Clash(String name, String generated, String own) {}

  /** Own variables win. */
  public static LinkEnvironment merge(Map<String, String> generated, Map<String, String> own) {
    Map<String, String> all = new TreeMap<>(generated);
    all.putAll(own);
    return new LinkEnvironment(
        all,
        own.entrySet().stream()
            .filter(
                e ->
                    generated.containsKey(e.getKey())
                        && !e.getValue().equals(generated.get(e.getKey())))
            .map(
                e -> new Clash(e.getKey(), String.valueOf(generated.get(e.getKey())), e.getValue()))
            .toList());
  }
}
