package io.viking.docker.plan;

import io.viking.model.ServiceName;

/** No host may run an instance; the message lists each host with its reason. */
public final class PlacementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ServiceName service;

  /** For that service, with a message fit to be shown. */
  public PlacementException(ServiceName service, String message) {
    super(message);
    this.service = service;
  }

  /** The service that could not be placed. */
  public ServiceName service() {
    return service;
  }
}
