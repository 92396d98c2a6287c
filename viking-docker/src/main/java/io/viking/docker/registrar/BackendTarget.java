package io.viking.docker.registrar;

import io.viking.ports.HostAndPort;
import java.util.List;

/** What a {@code BACKEND_<port>} variable leads to. */
sealed interface BackendTarget {
  /** A service, by the name that its endpoints are registered under. */
  record Service(String name) implements BackendTarget {}

  /** Addresses that stand in the variable itself, as ambassadord took them. */
  record Fixed(List<HostAndPort> addresses) implements BackendTarget {
    public Fixed {
      addresses = List.copyOf(addresses);
    }
  }
}
