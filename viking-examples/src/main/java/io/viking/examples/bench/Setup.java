package io.viking.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How each way is started.
 *
 * @param folder where configuration and logs go
 * @param loops how many threads, workers or event loops each of them has
 * @param jvm the options of viking's JVM
 */
record Setup(Path folder, int loops, List<String> jvm) {
  /** Starts a way, with so many ports more than the two that are measured. */
  Forwarder start(Lane lane, int more) {
    return switch (lane.way()) {
      case DIRECT -> Forwarder.none();
      case HAPROXY, HAPROXY_SPLICE -> {
        Path file = write(lane, Configuration.haproxy(lane, loops, more));
        yield start(lane, List.of("haproxy", "-db", "-f", file.toString()));
      }
      case NGINX -> {
        Path file = write(lane, Configuration.nginx(lane, loops, more));
        yield start(lane, nginx(file));
      }
      case GO -> start(lane, go(lane, more));
      case RELAY, KERNEL -> start(lane, viking(lane, more));
    };
  }

  /** Starts the servers that all ways lead to. */
  List<Forwarder> servers(List<Lane> lanes) {
    Path file = folder.resolve("server.conf");
    write(file, Configuration.server(lanes, loops));
    List<Forwarder> servers = new ArrayList<>();
    servers.add(Forwarder.start(Wires.SERVER, nginx(file), folder.resolve("server.log")));
    for (Lane lane : lanes) {
      List<String> iperf = List.of("iperf3", "--server", "--bind", lane.server());
      servers.add(Forwarder.start(Wires.SERVER, iperf, folder.resolve("iperf3.log")));
    }
    return servers;
  }

  /** The end of what a way has written, for a message. */
  String lastWords(Way way) {
    try {
      List<String> lines = Files.readAllLines(log(way));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private Forwarder start(Lane lane, List<String> command) {
    return Forwarder.start(lane.namespace(), command, log(lane.way()));
  }

  private Path log(Way way) {
    return folder.resolve(way.key() + ".log");
  }

  private List<String> nginx(Path file) {
    return List.of("nginx", "-p", folder.toString(), "-e", "stderr", "-c", file.toString());
  }

  private List<String> viking(Lane lane, int more) {
    return Java.command(
        jvm,
        VikingAmbassador.class,
        List.of(lane.way().name(), Integer.toString(loops), Integer.toString(more)));
  }

  private List<String> go(Lane lane, int more) {
    List<String> command =
        new ArrayList<>(List.of("env", "GOMAXPROCS=" + loops, compiledRelay().toString()));
    command.add(hop(lane, Lane.HTTP, Lane.HTTP));
    command.add(hop(lane, Lane.BULK, Lane.BULK));
    IntStream.range(Lane.MANY, Lane.MANY + more)
        .forEach(port -> command.add(hop(lane, port, Lane.HTTP)));
    return command;
  }

  private static String hop(Lane lane, int port, int target) {
    return lane.host() + ":" + port + "=" + lane.server() + ":" + target;
  }

  private Path compiledRelay() {
    Path program = folder.resolve("relay");
    if (Files.exists(program)) {
      return program;
    }
    Path source = resource("relay.go");
    Tool built =
        Tool.run(
            Duration.ofMinutes(2),
            List.of(
                "env",
                "GOCACHE=" + folder.resolve("go-cache"),
                "GOPATH=" + folder.resolve("go-path"),
                "GO111MODULE=off",
                "go",
                "build",
                "-o",
                program.toString(),
                source.toString()));
    if (built.code() != 0) {
      throw new BenchmarkException("'go build' failed: " + built.output());
    }
    return program;
  }

  /** A file of ours, where other programs can read it. */
  Path resource(String name) {
    Path file = folder.resolve(name);
    try (InputStream in =
        Optional.ofNullable(Setup.class.getResourceAsStream(name))
            .orElseThrow(() -> new BenchmarkException(name + " is not in the jar"))) {
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Path write(Lane lane, String text) {
    return write(folder.resolve(lane.way().key() + ".conf"), text);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
