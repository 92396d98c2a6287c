package io.viking.docker.registrar;

import io.viking.ports.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * What a directory has to be told so that it holds the wanted endpoints. Pure; for one thread at a
 * time.
 *
 * <p>A store that is away has taken note of a change, and makes it once it is back, so for what
 * comes next it is made. But whether it is can only be learned by saying it once more, which does
 * no harm: such a change is owed until it was answered.
 */
final class EndpointChanges {
  private final Map<String, Endpoint> registered = new TreeMap<>();
  private final Map<String, Endpoint> owed = new TreeMap<>();
  private final Queue<String> again = new ArrayDeque<>();
  private Map<String, Endpoint> wanted = Map.of();

  /**
   * One call to the directory.
   *
   * @param register whether the endpoint comes; else it goes
   * @param again whether it was called for that before
   */
  record Change(Endpoint endpoint, boolean register, boolean again) {}

  /** The key under which the directory holds an endpoint. */
  static String key(Endpoint endpoint) {
    return endpoint.service() + "/" + endpoint.id();
  }

  /** From now on these are the wanted ones. */
  void want(Collection<Endpoint> endpoints) {
    Map<String, Endpoint> byKey = new TreeMap<>();
    endpoints.forEach(endpoint -> byKey.put(key(endpoint), endpoint));
    wanted = byKey;
  }

  /** Nothing is to be changed, and nothing said again. */
  void freeze() {
    wanted = Map.copyOf(registered);
    again.clear();
  }

  /** Everything that is owed is to be said once more. */
  void sayAgain() {
    again.clear();
    again.addAll(owed.keySet());
  }

  /**
   * What is to be said next. What goes comes before what comes, so that nobody is sent to what is
   * gone, and both before what was said already.
   */
  Optional<Change> next() {
    return registered.entrySet().stream()
        .filter(entry -> !wanted.containsKey(entry.getKey()))
        .findFirst()
        .map(entry -> new Change(entry.getValue(), false, false))
        .or(this::missing)
        .or(this::owed);
  }

  private Optional<Change> missing() {
    return wanted.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(registered.get(entry.getKey())))
        .findFirst()
        .map(entry -> new Change(entry.getValue(), true, false));
  }

  private Optional<Change> owed() {
    while (!again.isEmpty()) {
      String key = again.remove();
      Endpoint endpoint = owed.get(key);
      // Unless something else was answered meanwhile.
      if (endpoint != null) {
        return Optional.of(new Change(endpoint, registered.containsKey(key), true));
      }
    }
    return Optional.empty();
  }

  /** It was said. */
  void said(Change change, boolean answered) {
    String key = key(change.endpoint());
    if (change.register()) {
      registered.put(key, change.endpoint());
    } else {
      registered.remove(key);
    }
    if (answered) {
      owed.remove(key);
    } else {
      owed.put(key, change.endpoint());
    }
  }

  /** Takes all for gone: the store takes back what is left when it is closed, or its lease ends. */
  void giveUp() {
    registered.clear();
    owed.clear();
    again.clear();
  }

  /** Whether the directory has not answered to something. */
  boolean isAnyOwed() {
    return !owed.isEmpty();
  }

  /** What the directory was told to hold, sorted. */
  List<Endpoint> registered() {
    return new ArrayList<>(registered.values());
  }
}
