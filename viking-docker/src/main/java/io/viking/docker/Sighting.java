package io.viking.docker;

import io.viking.docker.plan.ActualState;
import io.viking.docker.reconcile.Resting;
import io.viking.docker.reconcile.Wanted;
import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one look showed: what is, what is to be, and what must not be touched.
 *
 * @param actual what is, with the state of every host
 * @param isComplete whether enough is known to decide anything
 * @param wanted what is to be
 * @param removing the stacks whose folder is gone and whose removal was agreed to
 * @param held the services that would lose instances, which nobody has agreed to
 * @param resting what has ended and is not replaced yet
 */
record Sighting(
    ActualState actual,
    boolean isComplete,
    Wanted wanted,
    Set<StackName> removing,
    Set<ServiceName> held,
    Resting resting) {

  /** The services that a plan of this stack may change. */
  Set<ServiceName> scope(StackName stack) {
    if (removing.contains(stack)) {
      return new DeployedStacks(actual).services(stack);
    }
    Set<ServiceName> scope = scopeOf(stack, wanted, actual);
    scope.removeAll(held);
    return scope;
  }

  /** The services of the stack that are deployed or wanted, and may be looked after. */
  static Set<ServiceName> scopeOf(StackName stack, Wanted wanted, ActualState actual) {
    Set<ServiceName> scope = new TreeSet<>(new DeployedStacks(actual).services(stack));
    Optional.ofNullable(wanted.stacks().stacks().get(stack))
        .ifPresent(all -> all.jobs().keySet().forEach(j -> scope.add(new ServiceName(stack, j))));
    scope.removeAll(wanted.untouched());
    return scope;
  }

  /** All that links may lead to, and this stack as it is to be. */
  StackCatalog catalog(StackName stack) {
    return removing.contains(stack)
        ? StackCatalog.empty()
        : new DeployedStacks(actual).catalog().with(wanted.stacks().stacks().values());
  }
}
