package io.viking.docker;

import io.viking.model.Pid;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.function.Supplier;

/** Pids that are unlikely to come twice. */
final class RandomPids implements Supplier<Pid> {
  private final SecureRandom random = new SecureRandom();

  @Override
  public Pid get() {
    return Pid.of(String.format(Locale.ROOT, "%06x", random.nextInt(1 << 24)));
  }
}
