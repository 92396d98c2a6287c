package io.viking.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process in the client's network that makes single requests: {@code first ADDRESS PORT} tries
 * until an answer comes, and says of how many bytes; {@code open COUNT ADDRESS PORT} opens
 * connections, each with one request, and keeps them; {@code hold COUNT ADDRESS PORT} does so
 * without a request; {@code steady SECONDS ADDRESS PORT} makes a new one each 5 ms, and {@code
 * failed} and {@code span} tell how many had no answer, and for how many nanoseconds; {@code close}
 * closes those. {@code answers}, {@code accepts} and {@code refuses ADDRESS PORT} try until it is
 * so, and say when that was, on the clock of {@link System#nanoTime}, which is the same for all
 * processes. Each answer is one line: a number, or why not. It ends with its input.
 */
final class Prober {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");
  private static final int ANSWER_MILLIS = 2_000;

  /** What has no address yet is asked again soon. */
  private static final int CONNECT_MILLIS = 50;

  /** More than an ambassador takes for an endpoint that does not answer. */
  private static final int STEADY_MILLIS = 5_000;

  private final List<Socket> open = new ArrayList<>();
  private Steady steady = new Steady();

  private Prober() {}

  /** Serves until its input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Prober prober = new Prober();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(prober.answer(line.split(" ", -1)));
      out.flush();
    }
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "first" -> Integer.toString(first(address(words, 1)));
        case "open" -> Integer.toString(open(Integer.parseInt(words[1]), address(words, 2)));
        case "hold" -> Integer.toString(hold(Integer.parseInt(words[1]), address(words, 2)));
        case "answers" -> Long.toString(answers(address(words, 1)));
        case "accepts" -> Long.toString(accepts(address(words, 1)));
        case "refuses" -> Long.toString(refuses(address(words, 1)));
        case "steady" -> Integer.toString(steady(Integer.parseInt(words[1]), address(words, 2)));
        case "failed" -> Integer.toString(steady.failed());
        case "span" -> Long.toString(steady.span().toNanos());
        case "close" -> Integer.toString(close());
        default -> "unknown command " + words[0];
      };
    } catch (IOException e) {
      return String.join(" ", words) + ": " + e;
    }
  }

  private static InetSocketAddress address(String[] words, int first) {
    return new InetSocketAddress(words[first], Integer.parseInt(words[first + 1]));
  }

  private interface Attempt {
    int on(Socket socket) throws IOException;
  }

  private static int first(InetSocketAddress address) throws IOException {
    return untilSuccess(socket -> request(socket, address, CONNECT_MILLIS));
  }

  private static long answers(InetSocketAddress address) throws IOException {
    first(address);
    return System.nanoTime();
  }

  private static long accepts(InetSocketAddress address) throws IOException {
    untilSuccess(
        socket -> {
          socket.connect(address, CONNECT_MILLIS);
          return 0;
        });
    return System.nanoTime();
  }

  private static long refuses(InetSocketAddress address) throws IOException {
    untilSuccess(
        socket -> {
          try (Socket probe = new Socket()) {
            request(probe, address, CONNECT_MILLIS);
          } catch (IOException refused) {
            return 0;
          }
          throw new IOException("it still answers");
        });
    return System.nanoTime();
  }

  private static int untilSuccess(Attempt attempt) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        return attempt.on(socket);
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  private int hold(int count, InetSocketAddress address) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      open.add(socket);
      socket.connect(address, ANSWER_MILLIS);
    }
    return count;
  }

  private int open(int count, InetSocketAddress address) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      open.add(socket);
      request(socket, address, ANSWER_MILLIS);
    }
    return count;
  }

  private int steady(int seconds, InetSocketAddress address) {
    steady = new Steady();
    steady.run(
        Duration.ofSeconds(seconds),
        () -> {
          try (Socket socket = new Socket()) {
            request(socket, address, STEADY_MILLIS, STEADY_MILLIS);
          }
        });
    return steady.made();
  }

  private int close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    int count = open.size();
    open.clear();
    return count;
  }

  /** Connects, makes one request, and reads all of its answer: how many bytes that was. */
  private static int request(Socket socket, InetSocketAddress address, int connectMillis)
      throws IOException {
    return request(socket, address, connectMillis, ANSWER_MILLIS);
  }

  private static int request(
      Socket socket, InetSocketAddress address, int connectMillis, int answerMillis)
      throws IOException {
    socket.setSoTimeout(answerMillis);
    socket.connect(address, connectMillis);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[4096];
    while (!isComplete(answer.toString())) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the connection ended after " + answer.length() + " bytes");
      }
      answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    return answer.length();
  }

  private static boolean isComplete(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(answer);
    return end >= 0
        && length.find()
        && answer.length() >= end + 4 + Integer.parseInt(length.group(1));
  }
}
