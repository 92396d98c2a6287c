package io.viking.ports;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The endpoints as one watcher sees them: a listing and the changes after it. Pure; times are
 * nanoseconds of one clock.
 *
 * <p>A store that lost its data comes back empty, and one that was away for long comes back without
 * what was kept under leases; both are filled again by the registrars within moments. What was
 * known before is held on to for that long, so that a consumer is not told that everything is gone.
 */
final class EndpointView {
  private final Duration grace;
  private final Map<String, Endpoint> present = new HashMap<>();
  private final Map<String, Endpoint> held = new HashMap<>();
  private boolean holding;
  private long holdUntil;
  private long storeRevision = -1;
  private long offset;

  EndpointView(Duration grace) {
    this.grace = grace;
  }

  /** Takes a whole listing, of that revision of the store. */
  void list(long revision, Map<String, Endpoint> listing, long now) {
    if (revision < storeRevision) {
      storeAway(now);
      // The numbers start again in such a store; those of the view go on growing.
      offset += storeRevision;
    }
    storeRevision = revision;
    if (isHolding(now)) {
      held.putAll(present);
    }
    present.clear();
    present.putAll(listing);
    held.keySet().removeAll(present.keySet());
  }

  /** Takes an endpoint that was added or moved. */
  void put(String key, Endpoint endpoint) {
    present.put(key, endpoint);
    held.remove(key);
  }

  /** Takes the removal of an endpoint. */
  void remove(String key, long now) {
    Endpoint removed = present.remove(key);
    if (removed != null && isHolding(now)) {
      held.put(key, removed);
    } else {
      held.remove(key);
    }
  }

  /**
   * Notes that the store does not answer: what it will lack for a while when it is back may be
   * there all the same.
   */
  void storeAway(long now) {
    holding = true;
    holdUntil = now + grace.toNanos();
  }

  private boolean isHolding(long now) {
    return holding && now - holdUntil < 0;
  }

  /** Notes that the store has come to that revision. */
  void at(long revision) {
    storeRevision = Math.max(storeRevision, revision);
  }

  /** Whether something was held long enough; it is then let go. */
  boolean expire(long now) {
    if (!holding || isHolding(now)) {
      return false;
    }
    holding = false;
    if (held.isEmpty()) {
      return false;
    }
    held.clear();
    // Nothing changed in the store, but the view did.
    offset++;
    return true;
  }

  EndpointSnapshot snapshot() {
    List<Endpoint> endpoints =
        Stream.concat(present.values().stream(), held.values().stream()).toList();
    return EndpointSnapshot.of(offset + storeRevision, endpoints);
  }
}
