package io.viking.docker.ambassador;

/** Why a connection (or a UDP flow) was closed before it reached an endpoint. */
public enum Refusal {
  /** The source is known and has no link to that port. */
  NOT_PERMITTED,
  /** No container of this host has that source address, also after another look. */
  UNKNOWN_SOURCE,
  /** So many connections from unknown sources waited already that one more was not let in. */
  TOO_MANY_HELD,
  /** The ambassador had as many connections as it may have in all. */
  TOO_MANY_CONNECTIONS,
  /** The source address had as many connections as one may have. */
  TOO_MANY_FROM_SOURCE,
  /** The service had as many connections as one may have. */
  TOO_MANY_TO_SERVICE,
  /** The service has no endpoint. */
  NO_ENDPOINT,
  /** Every endpoint was tried, or the time for trying was over. */
  UNREACHABLE
}
