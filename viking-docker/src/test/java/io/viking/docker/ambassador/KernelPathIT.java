package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KernelPathIT extends DataPathContract {
  private static final Pattern TARGET =
      Pattern.compile("\\[?([0-9a-f.:]+)(?: \\. |\\]?:)([0-9]+)(?=[ ,\n])");
  private static final Pattern COUNT = Pattern.compile("counter tcp-1432 \\{\\s+packets ([0-9]+)");

  /** Skips the test, or fails it where none may be skipped, unless it can make tables. */
  static void requireNft() {
    boolean able = "root".equals(System.getProperty("user.name")) && NftProcess.find().isPresent();
    if (!Boolean.getBoolean("viking.it.required")) {
      Assumptions.assumeTrue(able, "root and nft are needed. Fix: apt-get install nftables");
    }
  }

  @Override
  DataPathMode mode() {
    return DataPathMode.KERNEL;
  }

  private String name() {
    return NftScript.name(HostLab.address(net().gateway()));
  }

  private String table() {
    return lab.host().exec("sh", "-c", "nft list table " + name() + " 2>&1 || true");
  }

  private List<HostAndPort> targets() {
    return table()
        .lines()
        .filter(line -> line.matches(".*dnat (ip6? )?to .*"))
        .map(line -> line.substring(line.indexOf(" to ")).replaceAll("[0-9]+ : ", "") + "\n")
        .flatMap(line -> TARGET.matcher(line).results())
        .map(
            found ->
                new HostAndPort(
                    HostLab.address(found.group(1)).getHostAddress(),
                    Integer.parseInt(found.group(2))))
        .toList();
  }

  @Override
  void settle(int endpoints) {
    Await.until(endpoints + " endpoints in\n" + table(), () -> targets().size() == endpoints);
  }

  @Override
  void settle(int count, HostAndPort only) {
    Await.until(
        count + " times " + only + " in\n" + table(),
        () -> targets().equals(Collections.nCopies(count, only)));
  }

  /** Each removal of a service waits for nft, so that the pace is not kept. */
  @Override
  int changes() {
    return 7 * SIX_ROUNDS;
  }

  private long taken() {
    Matcher count = COUNT.matcher(table());
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  @Override
  void assertTaken(int connections) {
    assertThat(taken()).isGreaterThanOrEqualTo(connections);
    assertThat(lab.ambassador().status().dataPath().inUse()).isEqualTo(DataPathMode.KERNEL);
  }

  @Test
  void comesBackAfterSomebodyHasFlushedAllTables() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);

    lab.host().exec("nft", "delete table " + name());
    String meanwhile = lab.ask("web", PORT);
    settle(1);

    assertThat(meanwhile).isEqualTo("remote");
    assertThat(lab.ask("web", PORT)).isEqualTo("remote");
    assertTaken(1);
  }

  @Test
  void mendsWhatSomebodyHasChanged() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);
    Await.until(
        "looked at",
        () -> lab.ambassador().status().dataPath().kernelConnections().containsKey("mongo"));

    lab.host().exec("nft", "flush chain " + name() + " tcp-1432-br0");
    settle(1);

    assertThat(lab.ask("web", PORT)).isEqualTo("remote");
  }

  @Test
  void leavesNoTraceAndNoConnectionBroken() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);
    Socket open = lab.connect("web", PORT);
    HostLab.line(open);

    lab.ambassador().drain();
    boolean draining = HostLab.echoes(open);
    lab.ambassador().close();

    assertThat(draining).isTrue();
    assertThat(HostLab.echoes(open)).isTrue();
    assertThat(lab.host().exec("nft", "list", "tables"))
        .isEqualTo("table ip engine\ntable ip6 engine\n");
  }

  @Test
  void takesOverWhatAKilledPredecessorHasLeft() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);
    Socket open = lab.connect("web", PORT);
    HostLab.line(open);
    String left = table();
    lab.ambassador().close();
    lab.host().exec("nft", left);

    lab.start(net().gateway());
    String owner = left.replaceAll("(?s).*(owner-[0-9a-f]+).*", "$1");
    Await.until("another owner than " + owner, () -> !table().contains(owner));
    settle(1);

    assertThat(HostLab.echoes(open)).isTrue();
    assertThat(lab.ask("web", PORT)).isEqualTo("remote");
    assertThat(table().split("owner-")).hasSize(2);
  }

  @Test
  void forgetsSoonWhereAConnectionWasLedThatItsEndpointHasReset() throws IOException {
    lab.endpoints("mongo", lab.resetting(2).address());
    settle(1);
    Socket reset = lab.connect("web", PORT);
    int from = reset.getLocalPort();
    assertThatThrownBy(() -> HostLab.line(reset)).isInstanceOf(SocketException.class);
    long begin = System.nanoTime();
    boolean remembered = lab.isTracked(from);
    HostAndPort next = lab.remote(3, "next").address();
    lab.endpoints("mongo", next);
    settle(1, next);

    Await.until("forgotten", () -> !lab.isTracked(from));

    assertThat(remembered).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    assertThat(lab.askFrom(from, "web", PORT)).isEqualTo("next");
  }

  @Test
  void probesWithoutAServerNoticing() throws Exception {
    TcpServer server = lab.remote(2, "remote");
    lab.endpoints("mongo", server.address());
    settle(1);
    lab.ask("web", PORT);

    lab.countAttempts();
    Await.until("some probes", () -> lab.attempts() > 3);

    assertThat(server.accepted()).isEqualTo(1);
  }
}
