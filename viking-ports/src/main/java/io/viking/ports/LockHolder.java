package io.viking.ports;

import io.viking.model.StackName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.immutables.value.Value;

/** Who holds the lock of a stack. */
@Value.Immutable
public abstract class LockHolder {
  LockHolder() {}

  /** The stack. */
  public abstract StackName stack();

  /** The name of the machine, as that machine calls itself. */
  public abstract String host();

  /** The number of the process on it; 0 if it is not known. */
  public abstract long process();

  /** The user that the process runs as. */
  public abstract String user();

  /** When it got the lock, by its own clock; whole seconds. */
  public abstract Instant since();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** This process. */
  static LockHolder current(StackName stack, Instant since) {
    return builder()
        .stack(stack)
        .host(machine(System.getenv()))
        .process(ProcessHandle.current().pid())
        .user(System.getProperty("user.name", "?"))
        .since(since.truncatedTo(ChronoUnit.SECONDS))
        .build();
  }

  /** Stands for one of whom nothing can be read. */
  static LockHolder unknown(StackName stack) {
    return builder().stack(stack).host("?").process(0).user("?").since(Instant.EPOCH).build();
  }

  private static String machine(Map<String, String> environment) {
    String name = environment.getOrDefault("HOSTNAME", "");
    if (!name.isBlank()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "?"; // A machine whose own name cannot be resolved can still deploy.
    }
  }

  /** {@code process 4711 of user anna on host node-1, since 2026-11-27T17:00:00Z}. */
  @Override
  public String toString() {
    return process() == 0
        ? "a process that is not known"
        : "process "
            + process()
            + " of user "
            + user()
            + " on host "
            + host()
            + ", since "
            + since();
  }

  /** Builds a {@link LockHolder}; not safe for use by several threads. */
  public static final class Builder extends ImmutableLockHolder.Builder {
    Builder() {}
  }
}
