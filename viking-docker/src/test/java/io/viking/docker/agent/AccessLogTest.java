package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.ConnectionReport;
import io.viking.docker.ambassador.Links;
import io.viking.docker.ambassador.PortKey;
import io.viking.docker.testing.Await;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private ServerSocket endpoint;

  @BeforeEach
  void listen() throws IOException {
    endpoint = new ServerSocket(0, 50, LOOPBACK);
  }

  @AfterEach
  void close() throws IOException {
    endpoint.close();
  }

  @Test
  void aLineTellsWhatBecameOfAConnection() throws Exception {
    Lines lines = new Lines();
    try (AccessLog log = new AccessLog(lines, CLOCK)) {
      int port = connectOnce(log, endpoint.getLocalPort());
      Await.until(Duration.ofSeconds(20), () -> "a line", () -> lines.written.size() == 1);

      JsonNode line = new ObjectMapper().readTree(lines.written.get(0));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "time",
              "source",
              "port",
              "protocol",
              "service",
              "endpoint",
              "tries",
              "connect_ms",
              "duration_ms",
              "bytes_up",
              "bytes_down",
              "end");
      assertThat(line.get("time").textValue()).matches("2026-11-24T1[12]:[0-9:]{5}\\.[0-9]{3}Z");
      assertThat(line.get("source").textValue()).startsWith("127.0.0.1:");
      assertThat(line.get("port").intValue()).isEqualTo(port);
      assertThat(line.get("service").textValue()).isEqualTo("web");
      assertThat(line.get("endpoint").textValue())
          .isEqualTo("127.0.0.1:" + endpoint.getLocalPort());
      assertThat(line.get("duration_ms").doubleValue())
          .isGreaterThanOrEqualTo(line.get("connect_ms").doubleValue());
      assertThat(line.get("bytes_up").longValue()).isEqualTo(2);
      assertThat(line.get("end").textValue()).isEqualTo("complete");
    }
  }

  @Test
  void aRefusedConnectionsLineSaysWhy() throws Exception {
    Lines lines = new Lines();
    try (AccessLog log = new AccessLog(lines, CLOCK)) {
      connectOnce(log, 0);
      Await.until(Duration.ofSeconds(20), () -> "a line", () -> lines.written.size() == 1);

      assertThat(lines.written.get(0)).endsWith("\"end\":\"refused\",\"reason\":\"no-endpoint\"}");
    }
  }

  @Test
  void whatDoesNotKeepUpIsDroppedAndCountedAndHoldsUpNobody() throws Exception {
    CountDownLatch diskIsBack = new CountDownLatch(1);
    Lines lines =
        new Lines() {
          @Override
          public void append(List<String> more) throws IOException {
            awaitQuietly(diskIsBack);
            super.append(more);
          }
        };
    ConnectionReport report = firstReport();
    AccessLog log = new AccessLog(lines, CLOCK);
    for (int i = 0; i < 20_000; i++) {
      log.ended(report);
    }

    assertThat(log.dropped()).isBetween(1L, 20_000L - 1);
    diskIsBack.countDown();
    log.close();

    assertThat(lines.written.size() + log.dropped()).isEqualTo(20_000);
    log.ended(report);
    assertThat(lines.written.size() + log.dropped()).isEqualTo(20_001);
  }

  @Test
  void linesThatCannotBeWrittenAreCountedAndTheNextOnesWritten() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    Lines lines =
        new Lines() {
          @Override
          public void append(List<String> more) throws IOException {
            if (full.getAndSet(false)) {
              throw new IOException("No space left on device");
            }
            super.append(more);
          }
        };
    ConnectionReport report = firstReport();
    try (AccessLog log = new AccessLog(lines, CLOCK)) {
      log.ended(report);
      Await.until(Duration.ofSeconds(20), () -> "a lost line", () -> log.dropped() == 1);

      log.ended(report);

      Await.until(Duration.ofSeconds(20), () -> "the next line", () -> lines.written.size() == 1);
      assertThat(log.dropped()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatWasMovedIsMadeAnew() throws Exception {
    Path file = folder.resolve("access.log");
    ConnectionReport report = firstReport();
    try (AccessLog log = AccessLog.toFile(file)) {
      log.ended(report);
      Await.until(Duration.ofSeconds(20), () -> "a line", () -> lines(file) == 1);

      Files.move(file, folder.resolve("access.log.1"));
      log.ended(report);

      Await.until(Duration.ofSeconds(20), () -> "another file", () -> lines(file) == 1);
      assertThat(lines(folder.resolve("access.log.1"))).isEqualTo(1);
    }
  }

  private ConnectionReport firstReport() throws Exception {
    BlockingQueue<ConnectionReport> reports = new LinkedBlockingQueue<>();
    connectOnce(reports::add, 0);
    return reports.take();
  }

  private int connectOnce(AccessLog log, int endpointPort) throws IOException {
    return connectOnce(log::ended, endpointPort);
  }

  /** One connection of two bytes through an ambassador; to no endpoint if the port is 0. */
  private int connectOnce(Consumer<ConnectionReport> reports, int endpointPort) throws IOException {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
      port = probe.getLocalPort();
    }
    AmbassadorOptions options =
        AmbassadorOptions.builder()
            .bindAddress(LOOPBACK)
            .links(Links.OPEN)
            .reports(reports)
            .build();
    try (Ambassador ambassador = Ambassador.start(options)) {
      if (endpointPort != 0) {
        HostAndPort address = new HostAndPort("127.0.0.1", endpointPort);
        ambassador.endpoints(
            EndpointSnapshot.of(1, List.of(new Endpoint("web", "web_1", address))));
      }
      ambassador.listeners(Map.of(PortKey.tcp(port), "web"));
      converse(port, endpointPort != 0);
      Await.until(Duration.ofSeconds(20), () -> "its end", () -> ambassador.status().active() == 0);
      return port;
    }
  }

  private void converse(int port, boolean reaches) throws IOException {
    try (Socket client = new Socket(LOOPBACK, port)) {
      if (reaches) {
        client.getOutputStream().write(new byte[2]);
        client.shutdownOutput();
        try (Socket accepted = endpoint.accept()) {
          accepted.getInputStream().readAllBytes();
        }
      }
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      if (reaches) {
        throw e;
      }
      // A refusal is a reset.
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static class Lines implements AccessLog.Sink {
    final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void append(List<String> lines) throws IOException {
      written.addAll(lines);
    }

    @Override
    public void close() {}
  }
}
