package io.viking.docker.bootstrap;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** The Java runtime of the agent: the running one, cut down to what the agent needs. */
final class JavaRuntime {
  /**
   * What the agent and its libraries load: jetcd and Netty need naming, management and unsupported;
   * docker-java's JSON mapper sql and xml where they are; TLS the elliptic curves.
   */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private JavaRuntime() {}

  /**
   * The folder of a runtime: made below the given one by {@code jlink}, or the whole running one
   * where that has no {@code jlink}.
   *
   * @throws IOException if it cannot be made
   */
  static Path below(Path folder) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
    if (jlink.isEmpty() || !Files.isDirectory(home.resolve("jmods"))) {
      return home;
    }
    Path runtime = folder.resolve("jre");
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exit =
        jlink
            .get()
            .run(
                writer,
                writer,
                "--add-modules",
                available(),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
    writer.flush();
    if (exit != 0) {
      throw new IOException("jlink failed: " + output.toString().trim());
    }
    return runtime;
  }

  private static String available() {
    ModuleFinder system = ModuleFinder.ofSystem();
    return MODULES.stream()
        .filter(module -> system.find(module).isPresent())
        .collect(Collectors.joining(","));
  }
}
