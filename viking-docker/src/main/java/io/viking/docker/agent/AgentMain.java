package io.viking.docker.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The agent's process; SIGTERM stops it in order. See {@link AgentProgram} for its settings. */
public final class AgentMain {
  private static final String NETTY_JFR = "io.netty.jfr.enabled";
  private static final long STOP_SECONDS = 60;

  private AgentMain() {}

  /** Runs until SIGTERM or SIGINT, and exits with the codes of {@link AgentProgram}. */
  public static void main(String[] arguments) {
    // Netty would load all of JFR for its buffers, half a second on a slow machine and 10 MB.
    if (System.getProperty(NETTY_JFR) == null) {
      System.setProperty(NETTY_JFR, "false");
    }
    // Beside the rest: what is logged meanwhile waits, and connections are not kept waiting.
    Thread logging = new Thread(LoggerFactory::getILoggerFactory, "viking-logging");
    logging.start();
    CompletableFuture<Void> stop = new CompletableFuture<>();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread hook = new Thread(() -> stopAndWait(stop, code), "viking-agent-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      code.complete(run(arguments, stop));
    } finally {
      // An error that was thrown is printed by the JVM; the hook must not wait for a code then.
      code.complete(AgentProgram.FAILED);
    }
    awaitEnd(logging);
    // Waits for the hook for ever if a signal has begun the end of the JVM: the hook halts it.
    System.exit(code.join());
  }

  private static int run(String[] arguments, CompletableFuture<Void> stop) {
    return new AgentProgram(new DefinitionHealth()).run(System.getenv(), List.of(arguments), stop);
  }

  /** What was logged at the start is not lost, however early the end is. */
  private static void awaitEnd(Thread logging) {
    try {
      logging.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the JVM alive until the agent has stopped in order, and ends it with its exit code. */
  private static void stopAndWait(CompletableFuture<Void> stop, CompletableFuture<Integer> code) {
    stop.complete(null);
    int exit = code.completeOnTimeout(AgentProgram.FAILED, STOP_SECONDS, TimeUnit.SECONDS).join();
    // Not left to the JVM, which would call an ordered stop 143.
    Runtime.getRuntime().halt(exit);
  }
}
