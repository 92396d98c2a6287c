package io.viking.links;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All the variables of one container, and where a job's own ones took the place of generated ones.
 * Immutable.
 *
 * @param variables every variable, sorted by name; unmodifiable
 * @param clashes what was dropped for the job's own, in the order of the names; a value that is set
 *     twice to the same is no clash
 */
public record LinkEnvironment(SortedMap<String, String> variables, List<Clash> clashes) {

  /** Copies both. */
  public LinkEnvironment {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    clashes = List.copyOf(clashes);
  }

  /**
   * Puts a job's own variables over the generated ones.
   *
   * @param container the container's name, for messages
   * @param links the variables of its links: {@link LinkTranslator#variables}
   * @param service its registrar's contract: {@link LinkTranslator#serviceVariables}
   * @param own the variables that the job sets itself
   * @throws VariableCollisionException if a link, aliased {@code service-80} say, sets a variable
   *     of the registrar's contract to something else
   */
  public static LinkEnvironment of(
      String container,
      Map<String, String> links,
      Map<String, String> service,
      Map<String, String> own) {
    VariableCollector generated = new VariableCollector(container);
    generated.add("a link", links);
    generated.add("the registrar's contract", service);
    return of(generated.variables(), own);
  }

  private static LinkEnvironment of(SortedMap<String, String> generated, Map<String, String> own) {
    SortedMap<String, String> variables = new TreeMap<>(generated);
    List<Clash> clashes = new ArrayList<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(own).entrySet()) {
      String dropped = variables.put(entry.getKey(), entry.getValue());
      if (dropped != null && !dropped.equals(entry.getValue())) {
        clashes.add(new Clash(entry.getKey(), dropped, entry.getValue()));
      }
    }
    return new LinkEnvironment(variables, clashes);
  }

  /** The names of the variables only: values can be secrets. */
  @Override
  public String toString() {
    return "LinkEnvironment" + variables.keySet() + clashes;
  }
}
