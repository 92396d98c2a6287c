package io.viking.docker.bootstrap;

/** Stands in for an agent that cannot start. */
public final class FailingAgent {
  private FailingAgent() {}

  /** The entry point. */
  public static void main(String[] arguments) {
    throw new IllegalStateException("no etcd at 192.0.2.1");
  }
}
