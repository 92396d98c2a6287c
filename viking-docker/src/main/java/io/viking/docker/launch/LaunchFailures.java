package io.viking.docker.launch;

import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EngineException.Kind;
import io.viking.model.Host;
import java.util.Locale;

/** Words for what went wrong on a host, and how to mend it. */
final class LaunchFailures {
  private LaunchFailures() {}

  static LaunchException of(Host host, String what, EngineException failure) {
    String message =
        "host '"
            + host.name()
            + "' (engine "
            + host.engine()
            + ") could not "
            + what
            + ": "
            + failure.reason();
    // Some reasons come with their own advice.
    return new LaunchException(
        host,
        message.contains("Fix: ") ? message : message + "\n  Fix: " + fix(host, failure),
        failure);
  }

  private static String fix(Host host, EngineException failure) {
    String reason = failure.reason().toLowerCase(Locale.ROOT);
    if (failure.kind() == Kind.UNREACHABLE) {
      return "check that Docker runs on '"
          + host.name()
          + "' and that "
          + host.engine()
          + " can be reached from here (docker -H "
          + host.engine()
          + " version).";
    }
    if (failure.kind() == Kind.NOT_FOUND && reason.contains("image")) {
      return "check the image's name, or bring it to '"
          + host.name()
          + "' (docker pull, docker load).";
    }
    if (reason.contains("cannot assign requested address")) {
      return "the address of '" + host.name() + "' must be one of that machine's own addresses.";
    }
    if (reason.contains("address already in use") || reason.contains("port is already allocated")) {
      return "free that port on '" + host.name() + "', then deploy again.";
    }
    if (reason.contains("unauthorized") || reason.contains("pull access denied")) {
      return "check the image's name, and log in to its registry (docker login).";
    }
    if (failure.kind() == Kind.CONFLICT) {
      return "remove the container of that name (docker rm -f) if nothing needs it.";
    }
    return "the engine's own words say what it refused; its log on '" + host.name() + "' has more.";
  }
}
