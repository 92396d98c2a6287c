package io.viking.model.folder;

import io.viking.model.Problem;
import io.viking.model.Stack;
import io.viking.model.StackName;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What could be read of a deployment folder at one moment, and what could not. What is gone is
 * simply not in it: only who remembers an earlier reading can tell.
 *
 * @param unreadable why nothing could be read: the folder is not there, or its disk does not answer
 * @param stacks what was read of each stack that has a folder, sorted by name; empty if nothing
 *     could be read
 * @param problems faults that belong to no stack, such as a folder that is not named after one
 */
public record FolderReading(
    Optional<Problem> unreadable,
    SortedMap<StackName, StackReading> stacks,
    List<Problem> problems) {

  /** Copies both. */
  public FolderReading {
    stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
    problems = List.copyOf(problems);
  }

  /** The reading of these stacks, without a fault. */
  public static FolderReading of(Collection<Stack> stacks) {
    Map<StackName, StackReading> readings = new TreeMap<>();
    stacks.forEach(stack -> readings.put(stack.name(), StackReading.of(stack)));
    return new FolderReading(Optional.empty(), new TreeMap<>(readings), List.of());
  }

  /** Nothing could be read, for that reason. */
  public static FolderReading unreadable(Problem why) {
    return new FolderReading(Optional.of(why), new TreeMap<>(), List.of());
  }
}
