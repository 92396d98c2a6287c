package io.viking.docker.registrar;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One probe under way: connect, and for HTTP send a request and read the status line. */
final class SocketProbe {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \r\n]");
  private static final int STATUS_BYTES = 64;
  private static final int FIRST_ERROR_STATUS = 400;

  private final AsynchronousSocketChannel channel;
  private final ByteBuffer request;
  private final ByteBuffer answer = ByteBuffer.allocate(STATUS_BYTES);
  private final Consumer<String> result;
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * @param request what to send once connected; empty text for no more than the connection
   */
  SocketProbe(AsynchronousSocketChannel channel, String request, Consumer<String> result) {
    this.channel = channel;
    this.request = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    this.result = result;
  }

  void start(InetSocketAddress target) {
    attempt(() -> channel.connect(target, null, then(any -> send())));
  }

  void timeOut(Duration timeout) {
    end("no answer within " + timeout.toMillis() + " ms");
  }

  private void send() {
    if (!request.hasRemaining() && request.limit() == 0) {
      end("");
    } else if (request.hasRemaining()) {
      attempt(() -> channel.write(request, null, then(any -> send())));
    } else {
      receive();
    }
  }

  private void receive() {
    attempt(() -> channel.read(answer, null, then(this::received)));
  }

  private void received(int count) {
    String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    Matcher status = STATUS.matcher(text);
    if (status.lookingAt()) {
      boolean good = Integer.parseInt(status.group(1)) < FIRST_ERROR_STATUS;
      end(good ? "" : "HTTP status " + status.group(1));
    } else if (count < 0 || !answer.hasRemaining()) {
      end("the answer is not HTTP");
    } else {
      receive();
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      end(reason(e));
    }
  }

  private void end(String failure) {
    if (done.compareAndSet(false, true)) {
      try {
        channel.close();
      } catch (IOException e) {
        // The connection is given up either way, and the answer is already known.
      }
      result.accept(failure);
    }
  }

  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private <T> CompletionHandler<T, Object> then(Consumer<T> next) {
    return new CompletionHandler<>() {
      @Override
      public void completed(T value, Object unused) {
        attempt(() -> next.accept(value));
      }

      @Override
      public void failed(Throwable cause, Object unused) {
        end(reason(cause));
      }
    };
  }
}
