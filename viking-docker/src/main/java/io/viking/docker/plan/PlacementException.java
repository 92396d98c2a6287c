package io.viking.docker.plan;

import io.viking.model.ServiceName;
import java.util.Map;
import java.util.TreeMap;

/** No host may run an instance; the message lists each host with its reason. */
public final class PlacementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ServiceName service;
  private final TreeMap<String, String> reasons;

  /** For that service, with a message fit to be shown. */
  public PlacementException(ServiceName service, String message) {
    this(service, message, Map.of());
  }

  /** For that service, with a message fit to be shown, and each host's reason by its name. */
  public PlacementException(ServiceName service, String message, Map<String, String> reasons) {
    super(message);
    this.service = service;
    this.reasons = new TreeMap<>(reasons);
  }

  /** The service that could not be placed. */
  public ServiceName service() {
    return service;
  }

  /** Why each host cannot run it, by the host's name, sorted; empty if there is no host. */
  public Map<String, String> reasons() {
    return new TreeMap<>(reasons);
  }
}
