package io.viking.ports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Finds out whether an endpoint speaks TLS where the program does not, or the other way round: in
 * both cases etcd only hangs up, as a member that ends does. Says hello in the other language on a
 * connection of its own and looks at the first bytes of the answer. Safe for use by several
 * threads.
 */
final class EtcdProbe {
  private static final int LIMIT_MILLIS = (int) Duration.ofMillis(500).toMillis();

  /** A handshake record of TLS 1.0 or later. */
  private static final byte[] SERVER_HELLO = {0x16, 0x03};

  private static final byte[] HTTP = "HTTP".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] REQUEST =
      "GET /version HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EtcdOptions options;
  private final Executor executor;
  private volatile Optional<EtcdRefusal> found = Optional.empty();
  private long next = System.nanoTime();

  EtcdProbe(EtcdOptions options, Executor executor) {
    this.options = options;
    this.executor = executor;
  }

  /** What the last look has found; empty: nothing, or not yet. */
  Optional<EtcdRefusal> found() {
    return found;
  }

  /** Has a look, unless there was one just now; does not wait for it. */
  synchronized void look() {
    if (next - System.nanoTime() <= 0) {
      next = System.nanoTime() + PAUSE.toNanos();
      executor.execute(() -> found = find());
    }
  }

  private Optional<EtcdRefusal> find() {
    boolean otherwise =
        options.endpoints().stream()
            .map(URI::create)
            .anyMatch(
                url ->
                    options.isSecure()
                        ? answers(url, REQUEST, HTTP)
                        : answers(url, clientHello(), SERVER_HELLO));
    if (!otherwise) {
      return Optional.empty();
    }
    return Optional.of(options.isSecure() ? EtcdRefusal.withoutTls() : EtcdRefusal.withTls());
  }

  private static boolean answers(URI url, byte[] hello, byte[] expected) {
    if (hello.length == 0) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(hello);
      out.flush();
      InputStream in = socket.getInputStream();
      return Arrays.equals(in.readNBytes(expected.length), expected);
    } catch (IOException | IllegalArgumentException silent) {
      return false;
    }
  }

  /** Empty where this Java has no TLS. */
  private static byte[] clientHello() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      return Arrays.copyOf(hello.array(), hello.position());
    } catch (NoSuchAlgorithmException | SSLException e) {
      return new byte[0];
    }
  }
}
