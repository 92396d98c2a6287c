package io.viking.docker.ambassador;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Which data path an {@link Ambassador} uses, at one moment. */
@Value.Immutable
public abstract class DataPathStatus {
  DataPathStatus() {}

  /**
   * {@link DataPathMode#KERNEL} while the kernel takes the connections that it can, else {@link
   * DataPathMode#RELAY}.
   */
  public abstract DataPathMode inUse();

  /** Why the kernel path is not in use though it was wanted, and how to mend it. */
  public abstract Optional<String> problem();

  /** Since when that is so. */
  public abstract Optional<Instant> since();

  /** The endpoints that the kernel would use but that do not accept connections now, sorted. */
  public abstract List<String> silentEndpoints();

  /**
   * How many connections the kernel took, by registry name; sorted, and as of a few seconds ago.
   */
  public abstract Map<String, Long> kernelConnections();

  static Builder builder() {
    return new Builder();
  }

  static final class Builder extends ImmutableDataPathStatus.Builder {}
}
