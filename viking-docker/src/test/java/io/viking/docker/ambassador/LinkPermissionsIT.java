package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever has no link gets in by no way that we know of, and is no trouble to those who have. */
@Timeout(120)
class LinkPermissionsIT {
  private static final Logger LOG = LoggerFactory.getLogger(LinkPermissionsIT.class);
  private static final Path RECORD = Path.of("target", "refused-burst");
  private static final int PORT = 1432;
  private static final int BURST = 10_000;
  private static final int THREADS = 4;

  @SuppressWarnings("NullAway.Init") // each test begins by starting it
  private HostLab lab;

  @SuppressWarnings("NullAway.Init") // the same
  private TcpServer server;

  static Stream<Arguments> paths() {
    return Stream.of(DataPathMode.RELAY, DataPathMode.KERNEL)
        .flatMap(mode -> Stream.of(LabNet.values()).map(net -> Arguments.of(mode, net)));
  }

  private void start(DataPathMode mode, LabNet net) throws IOException {
    KernelPathIT.requireNft();
    lab =
        new HostLab(
            net,
            options ->
                options.dataPath(mode).lookup(() -> CompletableFuture.completedFuture(null)));
    server = lab.remote(2, "secret");
    lab.endpoints("mongo", server.address());
    lab.permit("web", PORT);
    lab.permit("two");
    lab.listen(PORT, "mongo");
    if (mode == DataPathMode.KERNEL) {
      String table = NftScript.name(HostLab.address(net.gateway()));
      Await.until(
          "the kernel leads on",
          () -> lab.host().exec("nft", "list table " + table).contains("dnat to"));
    }
  }

  @AfterEach
  void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  /** A container in the host's network has the host's address, as every other process there. */
  @ParameterizedTest
  @MethodSource("paths")
  void whatIsInTheHostsNetworkIsRefused(DataPathMode mode, LabNet net) throws IOException {
    start(mode, net);

    assertThatThrownBy(() -> lab.askFromHost(PORT)).isInstanceOf(IOException.class);

    assertThat(server.accepted()).isZero();
    assertThat(lab.ask("web", PORT)).isEqualTo("secret");
  }

  /** Its first packet may pass, but the answer goes to whom the address belongs. */
  @ParameterizedTest
  @MethodSource("paths")
  void whoForgesAnAddressOfAnotherBridgeReachesNoServer(DataPathMode mode, LabNet net)
      throws IOException {
    start(mode, net);

    assertThatThrownBy(() -> lab.connectAs("web", "far", PORT)).isInstanceOf(IOException.class);

    assertThat(server.accepted()).isZero();
    assertThat(lab.ask("web", PORT)).isEqualTo("secret");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void tenThousandRefusedConnectionsAreNoTroubleToOthers(DataPathMode mode, LabNet net)
      throws IOException {
    start(mode, net);
    Latencies alone = Latencies.during(lab, "web", PORT, () -> false);
    long begin = System.nanoTime();
    AtomicLong ended = new AtomicLong();
    CompletableFuture<Integer> burst =
        CompletableFuture.supplyAsync(this::burst)
            .whenComplete((refused, failure) -> ended.set(System.nanoTime()));

    Latencies meanwhile = Latencies.during(lab, "web", PORT, () -> !burst.isDone());
    int refused = burst.join();

    double seconds = (ended.get() - begin) / 1e9;
    String figure =
        String.format(
            Locale.ROOT,
            "%s %s: %d connections refused in %.1f s; meanwhile others had %d answers, %d failures;"
                + " median %.2f ms (%.2f ms alone), p99 %.2f ms (%.2f ms alone)",
            mode,
            net,
            refused,
            seconds,
            meanwhile.answers(),
            meanwhile.failures().size(),
            meanwhile.percentile(50),
            alone.percentile(50),
            meanwhile.percentile(99),
            alone.percentile(99));
    record(figure);
    assertThat(refused).isEqualTo(BURST);
    assertThat(lab.ambassador().status().refused())
        .containsEntry(Refusal.NOT_PERMITTED, (long) BURST);
    assertThat(meanwhile.failures()).isEmpty();
  }

  private int burst() {
    try {
      return lab.refused("two", PORT, BURST, THREADS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(String figure) throws IOException {
    LOG.info("{}", figure);
    Files.createDirectories(RECORD);
    Files.writeString(
        RECORD.resolve("figure"),
        figure + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
