package io.viking.docker.agent;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A host as a user has it: an engine, and an agent as a process in the host's network. */
public final class AgentHost implements AutoCloseable {
  private final PrivateEngine engine;
  private final List<String> program;
  private Process agent;

  private AgentHost(PrivateEngine engine, List<String> program, Process agent) {
    this.engine = engine;
    this.program = program;
    this.agent = agent;
  }

  /** Starts an agent on that engine's host, with more arguments. */
  public static AgentHost start(PrivateEngine engine, String name, String etcd, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--name=" + name));
    arguments.addAll(List.of(more));
    return start(
        engine, etcd, program("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
  }

  /** Starts that program on that engine's host, as an agent with those arguments. */
  public static AgentHost start(
      PrivateEngine engine, String etcd, List<String> program, List<String> arguments) {
    letThrough(engine);
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    return new AgentHost(engine, command, startAgent(engine, command, etcd));
  }

  /** The agent's main class in a JVM with those options. */
  public static List<String> program(String... options) {
    return programOf(System.getProperty("java.class.path"), options);
  }

  /** The same with another class path. */
  static List<String> programOf(String classPath, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, AgentMain.class.getName()));
    return command;
  }

  /** Lets the machine pass packets on from this host to the others. */
  static void letThrough(PrivateEngine engine) {
    try {
      String cable =
          NetworkInterface.getByInetAddress(InetAddress.getByName(engine.testAddress())).getName();
      Files.writeString(Path.of("/proc/sys/net/ipv4/conf", cable, "forwarding"), "1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process startAgent(PrivateEngine engine, List<String> program, String etcd) {
    ProcessBuilder builder = new ProcessBuilder(engine.inNetwork(program.toArray(String[]::new)));
    builder
        .environment()
        .putAll(
            Map.of(
                "VIKING_ETCD", etcd,
                "VIKING_IP", engine.hostAddress(),
                "VIKING_HOME", engine.folder().resolve("home").toString(),
                "DOCKER_HOST", engine.address(),
                "VIKING_ENGINE", engine.tcpAddress()));
    try {
      return builder
          .redirectErrorStream(true)
          .redirectOutput(
              ProcessBuilder.Redirect.appendTo(engine.folder().resolve("agent.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the agent has logged. */
  public String log() {
    try {
      return Files.readString(engine.folder().resolve("agent.log"));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  /** The agent's status document. */
  public String status() {
    return run(
        engine.inNetwork("busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:7946/status"));
  }

  /** Runs {@code docker} with these arguments against the host's engine; its output. */
  public String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.address()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program in the host's network; its output. */
  public String inNetwork(String... command) {
    return run(engine.inNetwork(command));
  }

  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.trim() : "exit " + process.exitValue() + ": " + output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a server of the host's own on that port of all its addresses. */
  Process occupy(int port) {
    try {
      Process server =
          new ProcessBuilder(
                  engine.inNetwork("busybox", "httpd", "-f", "-p", Integer.toString(port)))
              .redirectErrorStream(true)
              .redirectOutput(engine.folder().resolve("occupant.log").toFile())
              .start();
      Await.until(
          Duration.ofSeconds(10), () -> port + " listens", () -> server.isAlive() && listens(port));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens(int port) {
    String hex = ":%04X 00000000:0000 0A".formatted(port);
    return run(engine.inNetwork("cat", "/proc/net/tcp", "/proc/net/tcp6"))
        .replace("00000000000000000000000000000000:0000 0A", "00000000:0000 0A")
        .contains(hex);
  }

  /** Ends the agent by SIGTERM; its exit code. */
  public int terminateAgent() throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the agent does not end. Its log:\n" + log());
    }
    return agent.exitValue();
  }

  /** The agent's process. */
  public ProcessHandle process() {
    return agent.toHandle();
  }

  /** Ends the agent as {@code kill -9} does. */
  void killAgent() {
    agent.destroyForcibly().onExit().join();
  }

  /** Starts the agent again, with these arguments added. */
  void restartAgent(String etcd, String... more) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(more));
    agent = startAgent(engine, command, etcd);
  }

  @Override
  public void close() {
    killAgent();
    engine.close();
  }
}
