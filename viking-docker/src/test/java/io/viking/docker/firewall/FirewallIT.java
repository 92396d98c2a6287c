package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.PrivateEngine;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who reaches what of a host with a real engine, without a firewall and with one, before, while and
 * after the engine is restarted. The matrices are in {@code target/vpc/matrix}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FirewallIT {
  private static final Path RECORD = Path.of("target", "vpc", "matrix");

  private int tables;
  private int tried;
  private int notAsWanted;
  private long besieged;
  private int breached;
  private VpcLab lab;
  private Matrix without;

  @BeforeAll
  void start() throws IOException {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
    Files.createDirectories(RECORD.resolveSibling(""));
    Files.deleteIfExists(RECORD);
    lab = new VpcLab();
    without =
        Matrix.of(lab, (place, target) -> !isKeptApart(place, target), (place, target) -> true);
    record("No firewall", without);
  }

  @AfterAll
  void stop() throws IOException {
    Files.writeString(
        RECORD.resolveSibling("figure"),
        "%d ports tried in %d tables, %d not as they should be; %d attempts of strangers during restarts, %d got through%n"
            .formatted(tried, tables, notAsWanted, besieged, breached));
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void withoutAFirewallEverybodyReachesEverything() {
    assertThat(without.wrong()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void onlyTheClusterReachesWhatIsItsOwnWhateverTheEngineDoes(Backend backend) throws Exception {
    Firewall firewall = Firewall.find(Optional.of(backend));
    RuleSet rules = lab.rules();
    Place outside = lab.strangers().get(1);
    Target published =
        lab.targets(outside).stream()
            .filter(target -> target.door() == Door.PUBLISHED)
            .findFirst()
            .orElseThrow();

    try (Socket old = outside.run(() -> connect(published)).join()) {
      lab.inNetwork(() -> applyTwice(firewall, rules));
      FirewallStatus status = lab.inNetwork(() -> firewall.status(rules));
      lab.forgetGuests();
      Matrix before = matrix(backend + ", before the engine's restart", target -> true);
      Siege siege = Siege.begin(lab);
      lab.killEngine();
      // What needs the engine or its proxies is nobody's then.
      Matrix dead = matrix(backend + ", while the engine is dead", target -> !target.needsEngine());
      lab.startEngine();
      lab.docker("network", "create", "during-" + backend.toString().toLowerCase(Locale.ROOT));
      List<String> breaches = siege.breaches();
      besieged += siege.attempts();
      breached += breaches.size();
      note(
          "%s, meanwhile: %d attempts, %d got through\n"
              .formatted(backend, siege.attempts(), breaches.size()));
      Matrix after = matrix(backend + ", after the engine's restart", target -> true);
      String othersAfter = lab.others();
      old.getOutputStream().write(7);
      int echoed = old.getInputStream().read();

      assertThat(status).isEqualTo(new FirewallStatus(true, true, false, status.trusted()));
      assertThat(status.trusted())
          .extracting(AddressBlock::toString)
          .containsExactly(VpcLab.CLUSTER, "10.88.0.3", VpcLab.CLUSTER6, "fd88::3");
      assertThat(before.wrong()).as("before").isEmpty();
      assertThat(dead.wrong()).as("dead").isEmpty();
      assertThat(breaches).as("during").isEmpty();
      assertThat(lab.strangersWereSeen()).as("a stranger's connection in a container").isFalse();
      assertThat(siege.attempts()).isGreaterThan(100);
      assertThat(after.wrong()).as("after").isEmpty();
      assertThat(othersAfter).contains("-N DOCKER-USER").doesNotContain("VIKING");
      assertThat(echoed).as("what was open stays open").isEqualTo(7);
    } finally {
      lab.inNetwork(firewall::remove);
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void leavesNoTraceAndTouchesNothingOfOthers(Backend backend) {
    Firewall firewall = Firewall.find(Optional.of(backend));
    lab.inHost("iptables", "-t", "mangle", "-A", "INPUT", "-s", "192.0.2.7", "-j", "DROP");
    lab.inHost("ip6tables", "-t", "mangle", "-S");
    String others = lab.others();
    String ruleset = lab.ruleset();

    lab.inNetwork(() -> applyTwice(firewall, lab.rules()));
    String with = lab.ruleset();
    String othersWith = lab.others();
    boolean removed = lab.inNetwork(firewall::remove);
    boolean removedAgain = lab.inNetwork(firewall::remove);
    String without = lab.ruleset();
    lab.inHost("iptables", "-t", "mangle", "-D", "INPUT", "-s", "192.0.2.7", "-j", "DROP");

    assertThat(with).containsIgnoringCase("viking-");
    assertThat(othersWith).isEqualTo(others);
    assertThat(removed).isTrue();
    assertThat(removedAgain).isFalse();
    assertThat(without).isEqualTo(ruleset);
  }

  @Test
  void oneProgramTakesTheOthersPlace() {
    RuleSet rules = lab.rules();
    Firewall nft = Firewall.find(Optional.of(Backend.NFTABLES));
    Firewall iptables = Firewall.find(Optional.of(Backend.IPTABLES));

    lab.inNetwork(() -> applyTwice(nft, rules));
    FirewallStatus seenByOther = lab.inNetwork(() -> iptables.status(rules));
    lab.inNetwork(() -> applyTwice(iptables, rules));
    FirewallStatus seenByFirst = lab.inNetwork(() -> nft.status(rules));
    lab.inNetwork(nft::remove);

    assertThat(seenByOther).isEqualTo(new FirewallStatus(false, false, true, List.of()));
    assertThat(seenByFirst).isEqualTo(new FirewallStatus(false, false, true, List.of()));
    assertThat(lab.inNetwork(iptables::listing)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whatSomebodyHasChangedIsNoticed(Backend backend) {
    RuleSet rules = lab.rules();
    Firewall firewall = Firewall.find(Optional.of(backend));
    lab.inNetwork(() -> applyTwice(firewall, rules));

    if (backend == Backend.NFTABLES) {
      lab.inHost("nft", "insert", "rule", "inet", "viking-vpc", "forward", "accept");
    } else {
      lab.inHost("ip6tables", "-t", "mangle", "-I", "VIKING-FORWARD", "-j", "RETURN");
    }
    FirewallStatus changed = lab.inNetwork(() -> firewall.status(rules));
    FirewallStatus otherRules =
        lab.inNetwork(() -> firewall.status(RuleSet.of(Perimeters.whole())));
    lab.inNetwork(firewall::remove);

    assertThat(changed.inPlace()).isTrue();
    assertThat(changed.asWanted()).isFalse();
    assertThat(otherRules.asWanted()).isFalse();
  }

  private static boolean applyTwice(Firewall firewall, RuleSet rules) {
    firewall.apply(rules);
    String once = firewall.listing().orElseThrow();
    firewall.apply(rules);
    assertThat(firewall.listing()).contains(once);
    return true;
  }

  private static Socket connect(Target target) throws IOException {
    Socket socket = new Socket();
    socket.connect(target.at(), 5000);
    socket.setSoTimeout(5000);
    return socket;
  }

  private Matrix matrix(String title, Predicate<Target> judged) throws IOException {
    Matrix matrix =
        Matrix.of(
            lab,
            this::isWanted,
            (place, target) -> lab.strangers().contains(place) || judged.test(target));
    record(title, matrix);
    return matrix;
  }

  /** The policy, in words of its own. */
  private boolean isWanted(Place place, Target target) {
    Door door = target.door();
    boolean reached = without.reached(place, target);
    return switch (place.name()) {
      case "the host itself" -> reached;
      case "its container", "on another network" -> reached && !door.isControl();
      case "cluster host" -> reached && door != Door.AMBASSADOR;
      default -> (reached && (door == Door.SSH || door == Door.OPENED));
    };
  }

  /** Engines let no network's containers into another one. */
  private static boolean isKeptApart(Place place, Target target) {
    return place.name().equals("on another network") && target.door() == Door.CONTAINER;
  }

  private void record(String title, Matrix matrix) throws IOException {
    tables++;
    tried += matrix.size();
    notAsWanted += matrix.wrong().size();
    note(title + "\n" + matrix.text(List.copyOf(lab.places().keySet())));
  }

  private static void note(String text) throws IOException {
    Files.writeString(RECORD, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
