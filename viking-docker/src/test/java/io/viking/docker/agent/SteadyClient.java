package io.viking.docker.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that makes a new connection with one request each few milliseconds, without waiting for
 * the others, until its input ends. Writes a line for each that had no answer, {@code failed BEGIN
 * REASON}, and at last {@code made COUNT}. Arguments: address, port, milliseconds between two.
 */
public final class SteadyClient {
  /** More than an ambassador takes for an endpoint that does not answer, and the next. */
  private static final int LIMIT_MILLIS = 8_000;

  private final InetSocketAddress address;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong made = new AtomicLong();

  private SteadyClient(InetSocketAddress address) {
    this.address = address;
  }

  public static void main(String[] arguments) throws Exception {
    SteadyClient client =
        new SteadyClient(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])));
    client.run(Duration.ofMillis(Long.parseLong(arguments[2])));
    System.exit(0);
  }

  private void run(Duration pause) throws IOException, InterruptedException {
    long next = System.nanoTime();
    System.out.println("began");
    while (System.in.available() == 0) {
      threads.execute(this::ask);
      next += pause.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
    threads.shutdown();
    threads.awaitTermination(2 * LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    System.out.println("made " + made);
  }

  private void ask() {
    Instant begin = Instant.now();
    made.incrementAndGet();
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(address, LIMIT_MILLIS);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.contains(" 200 OK")) {
        throw new IOException("'" + answer + "'");
      }
    } catch (IOException e) {
      long millis = Duration.between(begin, Instant.now()).toMillis();
      System.out.println("failed " + begin + " " + e + " after " + millis + " ms");
    }
  }
}
