package io.viking.docker.links;

import io.viking.links.LinkTranslator;
import io.viking.links.LinkedService;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an engine of some version sets for a link. The translator follows engine 28; an older engine
 * differs in two things, the default port and the runs, and in nothing else.
 */
final class EngineRules {
  private static final int FIRST_CURRENT = 28;

  private final boolean legacy;

  private EngineRules(boolean legacy) {
    this.legacy = legacy;
  }

  /** The rules of that version, {@code 20.10.24+dfsg1}. */
  static EngineRules of(String version) {
    return new EngineRules(Integer.parseInt(version.split("\\.", 2)[0]) < FIRST_CURRENT);
  }

  /** Everything that the engine should set for the link, by name. */
  Map<String, String> expected(String consumer, LinkedService link, String address) {
    Map<String, String> variables =
        new TreeMap<>(LinkTranslator.dockerVariables(consumer, link, address));
    if (legacy) {
      String prefix = link.link().prefix() + "_PORT";
      variables.remove(prefix);
      variables.keySet().removeIf(name -> name.matches(prefix + "_.*_(START|END)"));
      variables.putAll(LegacyVariables.of(prefix, link.ports(), address));
    }
    return variables;
  }
}
