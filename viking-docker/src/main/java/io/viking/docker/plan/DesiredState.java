package io.viking.docker.plan;

import io.viking.links.Backend;
import io.viking.model.PortTable;
import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/** What is to be, with everything settled that needs IO to find out. */
@Value.Immutable
public abstract class DesiredState {
  DesiredState() {}

  /**
   * The stacks to deploy and those that they link to. Jobs in the scope, and jobs that these link
   * to, must have their exposed ports settled.
   */
  public abstract StackCatalog catalog();

  /** The services that the plan may touch; one that is not in the catalog is to be removed. */
  public abstract Set<ServiceName> scope();

  /** The allocated port of every port of every service that the scope links to. */
  public abstract PortTable ports();

  /** What containers reach their links through. */
  public abstract Backend backend();

  /**
   * The secrets of the services, by the variable's name, as they were read: all those of services
   * in the scope, and those of others that their links copy.
   */
  public abstract Map<ServiceName, Map<String, Secret>> secrets();

  /** The instances whose fate is settled; {@link Fates#OPEN} where not given. */
  @Value.Default
  public Fates fates() {
    return Fates.OPEN;
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link DesiredState}; not safe for use by several threads. */
  public static final class Builder extends ImmutableDesiredState.Builder {
    Builder() {}
  }
}
