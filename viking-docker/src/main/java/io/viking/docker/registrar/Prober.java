package io.viking.docker.registrar;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes many instances, each at its own pace, on the timer's one thread and the probes' own.
 *
 * <p>Safe for use by several threads.
 */
final class Prober implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

  private final ProbeIo io;
  private final Timer timer;
  private final Runnable changed;
  private final Map<ProbeSpec, Track> tracks = new HashMap<>();

  /**
   * @param changed told on the timer's thread when an instance begins or ceases to pass
   */
  Prober(ProbeIo io, Timer timer, Runnable changed) {
    this.io = io;
    this.timer = timer;
    this.changed = changed;
  }

  /** One probe: since when it runs and what is known. Compared by identity. */
  private static final class Track {
    final long since;
    ProbeState state = ProbeState.NEW;
    String lastFailure = "it was not probed yet";

    Track(long since) {
      this.since = since;
    }
  }

  /** Probes exactly these from now on; what was known of those that stay is kept. */
  synchronized void watch(Set<ProbeSpec> wanted) {
    tracks.keySet().retainAll(wanted);
    Set<ProbeSpec> added = new HashSet<>(wanted);
    added.removeAll(tracks.keySet());
    for (ProbeSpec spec : added) {
      Track track = new Track(timer.nanos());
      tracks.put(spec, track);
      schedule(Duration.ZERO, spec, track);
    }
  }

  /** Whether the last probes of it passed. */
  synchronized boolean passes(ProbeSpec spec) {
    Track track = tracks.get(spec);
    return track != null && track.state.passing();
  }

  /** Why its last probe failed; of use only while it does not pass. */
  synchronized String lastFailure(ProbeSpec spec) {
    Track track = tracks.get(spec);
    return track == null ? "it is not probed" : track.lastFailure;
  }

  private void schedule(Duration delay, ProbeSpec spec, Track track) {
    timer.after(delay, () -> probe(spec, track));
  }

  private void probe(ProbeSpec spec, Track track) {
    if (isCurrent(spec, track)) {
      io.probe(spec, failure -> timer.after(Duration.ZERO, () -> done(spec, track, failure)));
    }
  }

  private synchronized boolean isCurrent(ProbeSpec spec, @Nullable Track track) {
    return tracks.get(spec) == track;
  }

  private void done(ProbeSpec spec, Track track, String failure) {
    if (record(spec, track, failure)) {
      LOG.info("{} {}", spec.target(), failure.isEmpty() ? "answers" : "fails: " + failure);
      changed.run();
    }
  }

  /** Whether this made the instance begin or cease to pass. */
  private synchronized boolean record(ProbeSpec spec, Track track, String failure) {
    if (!isCurrent(spec, track)) {
      return false;
    }
    ProbeState before = track.state;
    boolean counts = timer.nanos() - track.since >= spec.health().start().toNanos();
    track.state = failure.isEmpty() ? before.passed() : before.failed(spec.health(), counts);
    track.lastFailure = failure;
    schedule(track.state.delay(spec.health()), spec, track);
    return before.passing() != track.state.passing();
  }

  @Override
  public void close() {
    watch(Set.of());
    io.close();
  }
}
