package io.viking.docker.reconcile;

import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The order of stacks by their links: a stack comes after those that it links to. */
public final class StackOrder {
  private StackOrder() {}

  /** All stacks of the catalog; stacks that link to each other are in the order of their names. */
  public static List<StackName> of(StackCatalog catalog) {
    Set<StackName> ordered = new LinkedHashSet<>();
    Set<StackName> entered = new TreeSet<>();
    catalog.stacks().keySet().forEach(stack -> enter(stack, catalog, entered, ordered));
    return List.copyOf(ordered);
  }

  private static void enter(
      StackName name, StackCatalog catalog, Set<StackName> entered, Set<StackName> ordered) {
    if (entered.add(name)) {
      targets(name, catalog).forEach(target -> enter(target, catalog, entered, ordered));
      ordered.add(name);
    }
  }

  /** The other stacks of the catalog that this one links to, sorted. */
  public static Set<StackName> targets(StackName name, StackCatalog catalog) {
    Set<StackName> targets = new TreeSet<>();
    Stack stack = catalog.stacks().get(name);
    if (stack != null) {
      stack.jobs().values().stream()
          .flatMap(job -> job.links().stream())
          .map(link -> link.target(name).stack())
          .filter(target -> catalog.stacks().containsKey(target) && !target.equals(name))
          .forEach(targets::add);
    }
    return targets;
  }
}
