package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The removals of some stacks that were announced and not confirmed: one text a stack, a line
 * {@code job pid} for each instance. Safe for use by several threads.
 */
final class AnnouncedRemovals {
  private final SortedSet<StackName> stacks;
  private final Set<InstanceId> open = new TreeSet<>();
  private final Map<StackName, String> written = new TreeMap<>();

  AnnouncedRemovals(SortedSet<StackName> stacks) {
    this.stacks = stacks;
  }

  /** Adds what is recorded of that stack; a line that cannot be read names no instance. */
  synchronized void read(StackName stack, String text) {
    written.put(stack, text);
    instances(stack, text).forEach(open::add);
  }

  synchronized void announce(Collection<InstanceId> instances) {
    for (InstanceId instance : instances) {
      if (!stacks.contains(instance.service().stack())) {
        throw new IllegalArgumentException(instance + " is of none of the locked stacks " + stacks);
      }
    }
    open.addAll(instances);
  }

  synchronized void confirm(Collection<InstanceId> instances) {
    open.removeAll(instances);
  }

  synchronized Set<InstanceId> open() {
    return Set.copyOf(open);
  }

  /** The texts to write, by stack, empty where there is nothing to keep; only those that differ. */
  synchronized SortedMap<StackName, String> changes() {
    SortedMap<StackName, String> changes = new TreeMap<>();
    for (StackName stack : stacks) {
      String text =
          open.stream()
              .filter(instance -> instance.service().stack().equals(stack))
              .map(instance -> instance.service().job() + " " + instance.pid() + "\n")
              .collect(Collectors.joining());
      if (!text.equals(written.getOrDefault(stack, ""))) {
        changes.put(stack, text);
      }
    }
    return changes;
  }

  /** Notes that these were written. */
  synchronized void written(SortedMap<StackName, String> changes) {
    written.putAll(changes);
  }

  /** The instances that a text names; a line that cannot be read names none. */
  static Stream<InstanceId> instances(StackName stack, String text) {
    return text.lines().map(line -> instance(stack, line)).flatMap(Optional::stream);
  }

  private static Optional<InstanceId> instance(StackName stack, String line) {
    String[] words = line.strip().split(" ", -1);
    try {
      return words.length == 2
          ? Optional.of(new InstanceId(ServiceName.of(stack.value(), words[0]), Pid.of(words[1])))
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
