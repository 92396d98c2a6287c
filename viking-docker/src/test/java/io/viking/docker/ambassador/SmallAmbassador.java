package io.viking.docker.ambassador;

import io.viking.ports.HostAndPort;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A program with an ambassador: says its port, then for each line of its input how often it ran out
 * of file descriptors.
 */
final class SmallAmbassador {
  static final String MARK = "answer=";

  private SmallAmbassador() {}

  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // The log must not fill a pipe that nobody reads between two answers.
    System.setOut(System.err);
    try (Lab lab = Lab.start(RelayPath.NIO)) {
      lab.endpoints("echo", new HostAndPort("127.0.0.1", Integer.parseInt(args[0])));
      out.println(MARK + lab.listen("echo"));
      while (System.in.read() >= 0) {
        out.println(MARK + lab.status().localFailures());
      }
    }
  }
}
