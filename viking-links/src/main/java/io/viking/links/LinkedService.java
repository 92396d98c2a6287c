package io.viking.links;

import io.viking.model.ExposedPort;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** A link and what is known of the service it leads to. */
@Value.Immutable
public abstract class LinkedService {
  LinkedService() {}

  /** The link as written. */
  public abstract Link link();

  /** The service it leads to. */
  public abstract ServiceName target();

  /** The ports that the target exposes; in any order. */
  public abstract List<ExposedPort> ports();

  /**
   * The target's own variables, of which {@link Link#env()} chooses the ones to copy; no part of
   * {@link #toString()}, since values can be secrets.
   */
  @Value.Redacted
  public abstract Map<String, String> targetEnvironment();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link LinkedService}; not safe for use by several threads. */
  public static final class Builder extends ImmutableLinkedService.Builder {
    Builder() {}
  }
}
