package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What is read of the words of ab, wrk and iperf3. */
class LoadOutputTest {
  private static final String AB =
      """
      Document Length:        128 bytes

      Concurrency Level:      20
      Time taken for tests:   2.500 seconds
      Complete requests:      20000
      Failed requests:        0
      Total transferred:      5740000 bytes
      HTML transferred:       2560000 bytes
      Requests per second:    8000.00 [#/sec] (mean)
      """;

  private static final String WRK =
      """
      Running 3s test @ http://10.91.1.1:8080/
        2 threads and 32 connections
      summary requests=90000 bytes=21600240 micros=3000000 p50=812.000 p99=3050.000 p999=5800.500 errors=0
      """;

  private static final String IPERF =
      """
      {"start": {"test_start": {"bytes": 0}},
       "end": {
         "sum_sent": {"start": 0, "seconds": 3.0, "bytes": 3000000000},
         "sum_received": {"start": 0, "seconds": 2.5, "bytes": 2.5e9, "sender": true}}}
      """;

  @Test
  void abGivesItsRateAndHowLongItTook() {
    AbOutput output = AbOutput.parse(AB, 20_000, 128);

    assertThat(output.perSecond()).isEqualTo(8000);
    assertThat(output.seconds()).isEqualTo(2.5);
  }

  @Test
  void aRequestOfAbThatFailedMakesTheFigureInvalid() {
    String failed = AB.replace("Failed requests:        0", "Failed requests:        3");

    assertThatThrownBy(() -> AbOutput.parse(failed, 20_000, 128))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("ab: 20000 of 20000 requests completed, 3 failed");
  }

  @Test
  void anAnswerThatIsNotATwoHundredMakesTheFigureInvalid() {
    String notFound = AB + "Non-2xx responses:      7\n";

    assertThatThrownBy(() -> AbOutput.parse(notFound, 20_000, 128))
        .isInstanceOf(InvalidFigureException.class);
  }

  @Test
  void answersThatAreTooShortMakeTheFigureInvalid() {
    assertThatThrownBy(() -> AbOutput.parse(AB, 20_000, 129))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("ab: 2,560,000 bytes came in the place of 2,580,000");
  }

  @Test
  void whatAbSaidLastIsTheReasonWhenItGaveUp() {
    assertThatThrownBy(
            () -> AbOutput.parse("Benchmarking\napr_socket_recv: Connection reset (104)\n", 1, 1))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("ab: apr_socket_recv: Connection reset (104)");
  }

  @Test
  void wrkGivesItsRateAndLatenciesInMilliseconds() {
    WrkOutput output = WrkOutput.parse(WRK, 32, 240);

    assertThat(output.perSecond()).isCloseTo(30_000, within(0.1));
    assertThat(output.latency()).isEqualTo(new WrkOutput.Latency(0.812, 3.05, 5.8005));
  }

  @Test
  void errorsOfWrkMakeTheFigureInvalid() {
    assertThatThrownBy(() -> WrkOutput.parse(WRK.replace("errors=0", "errors=2"), 32, 240))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("wrk: 90,000 requests, 2 errors");
  }

  @Test
  void wrkMayEndInTheMiddleOfAnAnswerOnEachConnectionButNoMore() {
    assertThatThrownBy(() -> WrkOutput.parse(WRK, 32, 239))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessageContaining("not 239 each");
    assertThatThrownBy(() -> WrkOutput.parse(WRK, 32, 241))
        .isInstanceOf(InvalidFigureException.class);
  }

  @Test
  void wrkWithoutItsScriptsLineIsInvalid() {
    assertThatThrownBy(() -> WrkOutput.parse("unable to connect to 10.91.1.1:8080", 32, 240))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("wrk: it did not say its requests");
  }

  @Test
  void iperfCountsWhatTheServerReceived() {
    IperfOutput output = IperfOutput.parse(IPERF);

    assertThat(output.bytes()).isEqualTo(2.5e9);
    assertThat(output.gigabitsPerSecond()).isEqualTo(8);
  }

  @Test
  void anErrorOfIperfMakesTheFigureInvalid() {
    assertThatThrownBy(() -> IperfOutput.parse("{\"start\": {}, \"error\": \"unable to connect\"}"))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("iperf3: unable to connect");
  }

  @Test
  void iperfThatReceivedNothingIsInvalid() {
    assertThatThrownBy(() -> IperfOutput.parse(IPERF.replace("2.5e9", "0")))
        .isInstanceOf(InvalidFigureException.class)
        .hasMessage("iperf3: nothing was received");
  }
}
