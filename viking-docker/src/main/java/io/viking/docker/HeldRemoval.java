package io.viking.docker;

import io.viking.model.ServiceName;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A removal that waits for somebody's yes.
 *
 * @param subject what it is about: the name of a stack whose folder is gone, else {@code cluster}
 * @param services the services that would lose instances
 * @param instances how many instances would go
 * @param reason why it is held back, in words
 */
public record HeldRemoval(
    String subject, SortedSet<ServiceName> services, int instances, String reason) {
  /** Copies the set. */
  public HeldRemoval {
    services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
  }
}
