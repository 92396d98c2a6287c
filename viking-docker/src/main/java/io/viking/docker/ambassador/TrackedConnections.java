package io.viking.docker.ambassador;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that the kernel tracks in this process's network: as the file that it shows them
 * in has them, or else as the program {@code conntrack} prints them. For one thread.
 */
final class TrackedConnections {
  private static final Logger LOG = LoggerFactory.getLogger(TrackedConnections.class);
  private static final Path FILE = Path.of("/proc/thread-self/net/nf_conntrack");

  private final Path file;
  private final Supplier<Optional<Program>> program;
  private boolean told;

  /**
   * @param program what to ask where the file cannot be read
   */
  TrackedConnections(Path file, Supplier<Optional<Program>> program) {
    this.file = file;
    this.program = program;
  }

  static TrackedConnections ofThisNetwork() {
    return new TrackedConnections(FILE, () -> Program.find("conntrack"));
  }

  /** How many connections each of these flows has, by one reading; empty if nobody can tell. */
  Optional<Map<KernelFlow, Integer>> count(Set<KernelFlow> wanted) {
    Map<KernelFlow, Integer> counts = new HashMap<>();
    wanted.forEach(flow -> counts.put(flow, 0));
    Set<Integer> ports =
        wanted.stream().map(flow -> flow.from().getPort()).collect(Collectors.toSet());
    try {
      if (Files.isReadable(file)) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
          count(lines.lines(), counts, ports);
        }
        return Optional.of(counts);
      }
      Optional<Program> asked = program.get();
      if (asked.isPresent()) {
        for (InetAddress gateway : gateways(wanted)) {
          count(ask(asked.get(), gateway).lines(), counts, ports);
        }
        return Optional.of(counts);
      }
      unknown("there is neither " + file + " nor a program 'conntrack'");
    } catch (IOException e) {
      unknown(e.toString());
    }
    return Optional.empty();
  }

  private static void count(
      Stream<String> lines, Map<KernelFlow, Integer> counts, Set<Integer> ports) {
    lines.forEach(
        line ->
            TrackedConnection.read(line, ports::contains)
                .ifPresent(flow -> counts.computeIfPresent(flow, (same, count) -> count + 1)));
  }

  private static Set<InetAddress> gateways(Set<KernelFlow> wanted) {
    return wanted.stream().map(flow -> flow.to().getAddress()).collect(Collectors.toSet());
  }

  private static String ask(Program program, InetAddress gateway) throws IOException {
    String family = gateway instanceof Inet4Address ? "ipv4" : "ipv6";
    return program.run("", "-L", "-f", family, "-p", "tcp", "--orig-dst", gateway.getHostAddress());
  }

  private void unknown(String why) {
    if (!told) {
      LOG.warn(
          "how many connections the kernel has to instances that are to be removed is not known:"
              + " {}. Each removal takes its whole drain time. Fix: install the package conntrack,"
              + " and run the agent as root",
          why);
    }
    told = true;
  }
}
