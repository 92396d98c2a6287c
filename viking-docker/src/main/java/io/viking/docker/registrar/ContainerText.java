package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;

/** How containers are named in problems. */
final class ContainerText {
  private ContainerText() {}

  static String variable(ContainerFacts container, String variable, String value) {
    return "variable " + variable + "=" + value + " of container '" + container.name() + "'";
  }
}
