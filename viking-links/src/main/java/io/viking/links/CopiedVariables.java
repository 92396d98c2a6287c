package io.viking.links;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which of a target's own variables its consumer gets to see. */
final class CopiedVariables {
  /** Docker never copies these two: they are about the target's container only. */
  private static final Set<String> NEVER = Set.of("HOME", "PATH");

  private CopiedVariables() {}

  /** The variables that the link asks for, under their own names, sorted. */
  static Map<String, String> of(LinkedService link) {
    Map<String, String> copied = new TreeMap<>();
    link.targetEnvironment()
        .forEach(
            (name, value) -> {
              if (!NEVER.contains(name)
                  && link.link().env().stream().anyMatch(pattern -> matches(pattern, name))) {
                copied.put(name, value);
              }
            });
    return copied;
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
