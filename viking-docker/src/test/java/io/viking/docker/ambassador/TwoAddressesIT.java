package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose bridges have several addresses, with an ambassador on each. */
@Timeout(60)
class TwoAddressesIT {
  private static final int PORT = 1432;
  private static final String NEAR = LabNet.IPV4.gateway();
  private static final String FAR = LabNet.IPV4.otherGateway();
  private static final String SIX = LabNet.IPV6.gateway();

  private static final Pattern LED = Pattern.compile("counter tcp-1432 \\{\\s+packets ([0-9]+)");

  @SuppressWarnings("NullAway.Init") // each test begins by starting it
  private HostLab lab;

  private void start(DataPathMode mode, String... gateways) throws IOException {
    KernelPathIT.requireNft();
    lab =
        new HostLab(
            LabNet.IPV4,
            List.of(gateways),
            options -> options.dataPath(mode).lookup(CompletableFuture::new));
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    lab.permit("web", PORT);
    lab.permit("far", PORT);
    lab.permit("two");
    lab.listen(PORT, "mongo");
  }

  @AfterEach
  void stopHost() {
    if (lab != null) {
      lab.close();
    }
  }

  /** How many connections the table of that address has led on. */
  private long led(String gateway) {
    Matcher count = LED.matcher(table(gateway));
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  private String table(String gateway) {
    return lab.host().exec("nft", "list table " + NftScript.name(HostLab.address(gateway)));
  }

  private void settle(DataPathMode mode, String... gateways) {
    if (mode == DataPathMode.KERNEL) {
      for (String gateway : gateways) {
        Await.until(gateway + " leads on", () -> table(gateway).contains("dnat to"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RELAY", "KERNEL"})
  void eachServesThePermittedAndRefusesTheOthers(DataPathMode mode) throws IOException {
    start(mode, NEAR, FAR);
    settle(mode, NEAR, FAR);

    String near = lab.ask("web", NEAR, PORT);
    String far = lab.ask("far", FAR, PORT);

    assertThat(List.of(near, far)).containsOnly("remote");
    assertThatThrownBy(() -> lab.ask("two", NEAR, PORT)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lab.ask("two", FAR, PORT)).isInstanceOf(IOException.class);
    if (mode == DataPathMode.KERNEL) {
      assertThat(List.of(led(NEAR), led(FAR))).containsExactly(1L, 1L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RELAY", "KERNEL"})
  void oneThatIsRemovedLeavesTheOther(DataPathMode mode) throws IOException {
    start(mode, NEAR, FAR);
    settle(mode, NEAR, FAR);
    Socket open = lab.connect("far", FAR, PORT);
    HostLab.line(open);

    lab.stop(NEAR);

    assertThatThrownBy(() -> lab.ask("web", NEAR, PORT)).isInstanceOf(IOException.class);
    assertThat(lab.ask("far", FAR, PORT)).isEqualTo("remote");
    assertThat(HostLab.echoes(open)).isTrue();
    assertThat(lab.host().exec("nft", "list", "tables")).doesNotContain(NEAR);
  }

  @ParameterizedTest
  @EnumSource(names = {"RELAY", "KERNEL"})
  void addressesOfBothFamiliesAskForThePermissionOfTheirOwn(DataPathMode mode) throws IOException {
    start(mode, NEAR, SIX);
    settle(mode, NEAR);
    String over6 = lab.ask("web", SIX, PORT);

    lab.permit(LabNet.IPV6, "web");

    assertThat(over6).isEqualTo("remote");
    assertThat(lab.ask("web", NEAR, PORT)).isEqualTo("remote");
    assertThatThrownBy(() -> lab.ask("web", SIX, PORT)).isInstanceOf(IOException.class);
  }
}
