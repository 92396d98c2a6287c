package io.viking.docker.ambassador;

import io.viking.docker.testing.NetworkEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace, and a thread in it: sockets that the thread opens are there, as are the
 * threads and processes that it starts. Closing removes it. Needs root.
 */
public final class Namespace implements AutoCloseable {
  private final String name;
  private final ExecutorService thread;

  private Namespace(String name) {
    this.name = name;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Makes one; the suffix tells it from others of this process. */
  public static Namespace create(String suffix) {
    Namespace made = new Namespace("viking-" + ProcessHandle.current().pid() + "-" + suffix);
    command(List.of("ip", "netns", "add", made.name));
    made.run(() -> NetworkEntry.enter(Path.of("/run/netns", made.name)));
    // Or no address of IPv6 could be used for a second in which others might claim it.
    made.exec("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad");
    made.ip("link set lo up");
    return made;
  }

  /** Its name, as {@code ip netns} takes it. */
  public String name() {
    return name;
  }

  /** Runs the task on the thread that is in the namespace. */
  public <T> T call(Callable<T> task) throws IOException {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs the task on the thread that is in the namespace. */
  public void run(Runnable task) {
    try {
      call(Executors.callable(task));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code ip} with these arguments, separated by blanks, in it. */
  public void ip(String arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments.split(" ")));
    command(command);
  }

  /** Runs a program in it; what it prints. */
  public String exec(String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(List.of(command));
    return command(whole);
  }

  private static String command(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    command(List.of("ip", "netns", "del", name));
  }
}
