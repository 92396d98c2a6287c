package io.viking.docker.ambassador;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, as a process for each call. Safe for use by several threads. */
public final class Program {
  private static final long MOST_SECONDS = 10;
  private static final int MOST_OF_AN_ERROR = 400;

  private final Path program;

  private Program(Path program) {
    this.program = program;
  }

  /** Looks for it in this process's PATH, then where it is on systems whose PATH has no sbin. */
  public static Optional<Program> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":"), new String[] {"/usr/sbin", "/sbin", "/usr/local/sbin"})
        .flatMap(Stream::of)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Program::new)
        .findFirst();
  }

  /**
   * Runs it and waits for its end, 10 s at most.
   *
   * @param input what it reads
   * @return what it prints
   * @throws IOException if it fails, with what it says
   */
  public String run(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    CompletableFuture<Process> end = process.onExit().orTimeout(MOST_SECONDS, TimeUnit.SECONDS);
    end.exceptionally(late -> process.destroyForcibly());
    String output = talk(process, input);
    return result(process, output, command);
  }

  private static String talk(Process process, String input) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended before it had read everything; what it says and its exit code tell why.
      if (process.isAlive()) {
        process.destroyForcibly();
      }
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String result(Process process, String output, List<String> command)
      throws IOException {
    try {
      int exit = process.waitFor();
      if (exit == 0) {
        return output;
      }
      String said = output.strip();
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + exit
              + ": "
              + said.substring(0, Math.min(said.length(), MOST_OF_AN_ERROR)));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    }
  }
}
