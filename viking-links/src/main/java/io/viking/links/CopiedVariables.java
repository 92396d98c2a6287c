package io.viking.links;

import io.viking.model.Link;
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
              if (isCopied(link.link(), name)) {
                copied.put(name, value);
              }
            });
    return copied;
  }

  /** Whether the link asks for the target's variable of that name. */
  static boolean isCopied(Link link, String name) {
    return !NEVER.contains(name) && link.env().stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** What the consumer's copy of it is called. */
  static String nameOf(Link link, String name) {
    return link.prefix() + "_ENV_" + name;
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
