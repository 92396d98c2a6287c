package io.viking.docker.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an archive of the classes that an agent loads (AppCDS, JEP 350), with which the next one
 * on this JVM, class path and options starts in half the time. Run in the build of the agent's
 * image. An agent does without it, so what goes wrong is said, and no failure.
 */
public final class AgentArchive {
  private static final Logger LOG = LoggerFactory.getLogger(AgentArchive.class);
  private static final long LIMIT_SECONDS = 120;

  private AgentArchive() {}

  /**
   * Writes it, with the options of this JVM.
   *
   * @param arguments where to
   */
  public static void main(String[] arguments) {
    Path archive = Path.of(arguments[0]);
    try {
      // The JDK's own classes first, on which the rest builds: jlink leaves their archive out.
      run(List.of("-Xshare:dump", "-Xlog:cds=off", "-Xlog:cds+hashtables=off"));
      Path home = Files.createTempDirectory("viking-rehearsal");
      List<String> options =
          new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
      options.add("-XX:ArchiveClassesAtExit=" + archive);
      options.add("-Xlog:cds=off");
      options.add("-Xlog:cds+dynamic=off");
      options.addAll(List.of("-cp", System.getProperty("java.class.path")));
      options.addAll(List.of(AgentRehearsal.class.getName(), home.toString()));
      run(options);
      LOG.info("{} has {} bytes", archive, Files.size(archive));
    } catch (IOException e) {
      LOG.warn("no archive of classes, agents start without: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
  }
}
