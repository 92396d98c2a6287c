package io.viking.docker.agent;

import io.viking.docker.ambassador.ConnectionReport;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A line of the access log. */
final class AccessLine {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private AccessLine() {}

  /**
   * @param end when the connection ended; the line has the time of its arrival
   */
  static String of(Instant end, ConnectionReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", TIME.format(end.minus(report.duration())));
    line.put("source", text(report.source()));
    line.put("port", report.port().port());
    line.put("protocol", report.port().protocol().lower());
    report.service().ifPresent(service -> line.put("service", service));
    report.endpoint().ifPresent(endpoint -> line.put("endpoint", endpoint));
    line.put("tries", report.tries());
    report.connectTime().ifPresent(time -> line.put("connect_ms", millis(time)));
    line.put("duration_ms", millis(report.duration()));
    line.put("bytes_up", report.bytesFromClient());
    line.put("bytes_down", report.bytesFromEndpoint());
    line.put("end", word(report.ending()));
    report.refusal().ifPresent(refusal -> line.put("reason", word(refusal)));
    return Json.write(line);
  }

  private static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }

  /** Milliseconds, to the microsecond. */
  private static BigDecimal millis(Duration time) {
    return BigDecimal.valueOf(time.toNanos() / 1000, 3);
  }

  /** {@code reset-by-client} of RESET_BY_CLIENT. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
