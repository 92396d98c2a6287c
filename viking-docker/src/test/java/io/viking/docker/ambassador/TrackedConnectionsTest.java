package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedConnectionsTest {
  private static final KernelFlow FLOW = flow("172.17.0.1", 10001, "10.0.0.1", 32768);

  @TempDir private Path folder;

  @Test
  void readsALineOfTheKernelsFile() {
    assertThat(read(proc("ESTABLISHED", ""))).contains(FLOW);
  }

  @Test
  void readsALineOfTheProgram() {
    assertThat(
            read(
                "tcp      6 431999 ESTABLISHED src=172.17.0.3 dst=172.17.0.1 sport=45678 dport=10001"
                    + " src=10.0.0.1 dst=10.0.0.9 sport=32768 dport=45678 [ASSURED] mark=0 use=1"))
        .contains(FLOW);
  }

  @Test
  void readsALineWithCountersAndWithoutAnAnswer() {
    assertThat(read(proc("SYN_SENT", "packets=1 bytes=60 [UNREPLIED] "))).contains(FLOW);
  }

  @Test
  void readsAddressesOfTheSixthVersionInEitherForm() {
    KernelFlow six = flow("fd00::1", 10001, "fd00:1::2", 80);
    String form =
        "ipv6     10 tcp      6 300 ESTABLISHED src=%s dst=%s sport=4 dport=10001"
            + " src=%s dst=%s sport=80 dport=4 [ASSURED] mark=0 zone=0 use=2";
    String whole = "fd00:0000:0000:0000:0000:0000:0000:000";
    String other = "fd00:0001:0000:0000:0000:0000:0000:000";

    assertThat(
            TrackedConnection.read(
                form.formatted(whole + "9", whole + "1", other + "2", whole + "9"), any -> true))
        .contains(six);
    assertThat(
            TrackedConnection.read(
                form.formatted("fd00::9", "fd00::1", "fd00:1::2", "fd00::9"), any -> true))
        .contains(six);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYN_RECV", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK"})
  void aConnectionThatBeginsOrIsHalfClosedIsOpen(String state) {
    assertThat(read(proc(state, ""))).contains(FLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIME_WAIT", "CLOSE", "NONE"})
  void aConnectionThatIsOverIsNot(String state) {
    assertThat(read(proc(state, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "conntrack v1.4.7 (conntrack-tools): 5 flow entries have been shown.",
        "ipv4 2 udp 17 29 src=172.17.0.3 dst=172.17.0.1 sport=4 dport=10001"
            + " src=10.0.0.1 dst=10.0.0.9 sport=32768 dport=4 mark=0 use=2",
        "tcp 6 9 ESTABLISHED src=172.17.0.3 dst=172.17.0.1 sport=4 dport=10001 mark=0 use=1",
        "tcp 6 9 ESTABLISHED src=nobody dst=nowhere sport=x dport=y src=a dst=b sport=1 dport=2"
      })
  void whatIsNoTcpConnectionIsLeftOut(String line) {
    assertThat(read(line)).isEmpty();
  }

  @Test
  void countsEachFlowByOneReadingAndLeavesTheOthersOut() throws IOException {
    KernelFlow unused = flow("172.17.0.1", 10002, "10.0.0.1", 32768);
    Path file =
        Files.writeString(
            folder.resolve("nf_conntrack"),
            String.join(
                "\n",
                proc("ESTABLISHED", ""),
                proc("TIME_WAIT", ""),
                proc("CLOSE_WAIT", ""),
                proc("ESTABLISHED", "").replace("dst=172.17.0.1", "dst=172.18.0.1"),
                proc("ESTABLISHED", "").replace("src=10.0.0.1", "src=10.0.0.10"),
                proc("ESTABLISHED", "").replace("dport=10001", "dport=10003")));

    assertThat(
            new TrackedConnections(file, Optional::empty).count(Set.of(FLOW, unused)).orElseThrow())
        .isEqualTo(Map.of(FLOW, 2, unused, 0));
  }

  @Test
  void nobodyCanTellWithoutTheFileAndTheProgram() {
    Path none = folder.resolve("none");

    assertThat(new TrackedConnections(none, Optional::empty).count(Set.of(FLOW))).isEmpty();
  }

  private static Optional<KernelFlow> read(String line) {
    return TrackedConnection.read(line, port -> port == 32768);
  }

  private static String proc(String state, String afterSent) {
    return "ipv4     2 tcp      6 431999 "
        + state
        + " src=172.17.0.3 dst=172.17.0.1 sport=45678 dport=10001 "
        + afterSent
        + "src=10.0.0.1 dst=10.0.0.9 sport=32768 dport=45678 [ASSURED] mark=0 zone=0 use=2";
  }

  private static KernelFlow flow(String gateway, int port, String from, int fromPort) {
    return new KernelFlow(
        new InetSocketAddress(HostLab.address(gateway), port),
        new InetSocketAddress(HostLab.address(from), fromPort));
  }
}
