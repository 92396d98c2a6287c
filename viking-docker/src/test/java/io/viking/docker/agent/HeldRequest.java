package io.viking.docker.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection from a container's network whose request is sent later. For one thread. */
final class HeldRequest implements AutoCloseable {
  private final Process process;

  private HeldRequest(Process process) {
    this.process = process;
  }

  /** Connects, in the network of that process. */
  static HeldRequest connect(long pid, String address, int port) {
    try {
      return new HeldRequest(
          new ProcessBuilder(
                  List.of(
                      "nsenter",
                      "--net=/proc/" + pid + "/ns/net",
                      "busybox",
                      "nc",
                      address,
                      Integer.toString(port)))
              .redirectErrorStream(true)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the request; all that came back until the server closed the connection. */
  String ask() {
    try {
      process.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
