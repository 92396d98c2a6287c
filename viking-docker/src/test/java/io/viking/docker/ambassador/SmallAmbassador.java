package io.viking.docker.ambassador;

import io.viking.ports.HostAndPort;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * A program with an ambassador: says its port, then for each line of its input how often it ran out
 * of file descriptors and how many connections were too many. Arguments: the path, the port of its
 * endpoint, and the most connections, if not what the file descriptors allow.
 */
final class SmallAmbassador {
  static final String MARK = "answer=";

  private SmallAmbassador() {}

  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // The log must not fill a pipe that nobody reads between two answers.
    System.setOut(System.err);
    OptionalInt most =
        args.length > 2 ? OptionalInt.of(Integer.parseInt(args[2])) : OptionalInt.empty();
    ConnectionLimits limits = ConnectionLimits.of(most, OptionalInt.empty(), most);
    try (Lab lab = Lab.start(RelayPath.valueOf(args[0]), options -> options.limits(limits))) {
      lab.endpoints("echo", new HostAndPort("127.0.0.1", Integer.parseInt(args[1])));
      int port = lab.listen("echo");
      // What answers needs has to be loaded while there are file descriptors.
      lab.status();
      out.println(MARK + port);
      while (System.in.read() >= 0) {
        AmbassadorStatus status = lab.status();
        out.println(
            MARK
                + status.localFailures()
                + " "
                + (refused(status, Refusal.TOO_MANY_CONNECTIONS)
                    + refused(status, Refusal.TOO_MANY_FROM_SOURCE)));
      }
    }
  }

  private static long refused(AmbassadorStatus status, Refusal reason) {
    return status.refused().getOrDefault(reason, 0L);
  }
}
