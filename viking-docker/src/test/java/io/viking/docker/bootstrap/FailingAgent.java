package io.viking.docker.bootstrap;

/** Stands in for an agent that cannot start. */
public final class FailingAgent {
  private FailingAgent() {}

  /** The entry point. */
  public static void main(String[] arguments) {
    String etcd = System.getenv("VIKING_ETCD");
    if (etcd != null) {
      throw new IllegalStateException("no etcd at " + etcd);
    }
  }
}
