package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the first vpc did wrong, each as a test. */
class VpcMistakesTest {
  private static final RuleSet RULES = RuleSet.of(Perimeters.whole());

  private static final List<String> PRESENT =
      List.of(
          "-P INPUT ACCEPT",
          "-P FORWARD ACCEPT",
          "-N DOCKER-USER",
          "-N VIKING-INPUT",
          "-N VIKING-FORWARD",
          "-N VIKING-INPUT-MORE",
          "-A INPUT -j VIKING-INPUT",
          "-A INPUT -j VIKING-INPUT-MORE",
          "-A FORWARD -j DOCKER-USER",
          "-A FORWARD -j VIKING-FORWARD",
          "-A VIKING-FORWARD -o docker0 -j DROP");

  @Test
  void itFlushedTheChainsOfTheEngine() {
    assertThat(IptablesRendering.replace(RULES, false, PRESENT).lines())
        .filteredOn(line -> !line.startsWith("-A VIKING-") && !line.startsWith(":VIKING-"))
        .containsExactly(
            "*mangle",
            "-D INPUT -j VIKING-INPUT",
            "-D FORWARD -j VIKING-FORWARD",
            "-I INPUT 1 -j VIKING-INPUT",
            "-I FORWARD 1 -j VIKING-FORWARD",
            "COMMIT");
    assertThat(NftRendering.replace(RULES)).doesNotContain("flush");
    assertThat(NftRendering.replace(RULES).lines().filter(line -> line.contains("table ")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("table inet viking-vpc"));
  }

  @Test
  void whatIsTakenAwayIsOursAndNothingElse() {
    assertThat(IptablesRendering.remove(PRESENT).lines())
        .containsExactly(
            "*mangle",
            "-D INPUT -j VIKING-INPUT",
            "-D FORWARD -j VIKING-FORWARD",
            "-F VIKING-INPUT",
            "-F VIKING-FORWARD",
            "-X VIKING-INPUT",
            "-X VIKING-FORWARD",
            "COMMIT");
    assertThat(IptablesRendering.remove(List.of("-P INPUT ACCEPT", "-N DOCKER-USER"))).isEmpty();
    assertThat(NftRendering.remove()).isEqualTo("delete table inet viking-vpc\n");
  }

  @Test
  void withoutOneHostAnotherWhoseAddressBeginsAlikeWasGoneToo() {
    RuleSet without = RuleSet.of(Perimeters.of("10.0.0.10").build());

    assertThat(NftRendering.replace(without))
        .contains("ip saddr { 10.0.0.10 } accept")
        .doesNotContain("10.0.0.1 ");
    assertThat(IptablesRendering.replace(without, false, List.of()))
        .contains("-A VIKING-FORWARD -s 10.0.0.10/32 -j RETURN")
        .doesNotContain("10.0.0.1/32");
  }

  @Test
  void afterTranslationItTookTheContainersPortForTheOneThatWasDialled() {
    assertThat(chain(NftRendering.replace(RULES), "forward"))
        .contains("ct status dnat meta l4proto tcp ct original proto-dst @ports-")
        .doesNotContain(" dport ");
    assertThat(IptablesRendering.replace(RULES, false, List.of()).lines())
        .filteredOn(line -> line.startsWith("-A VIKING-FORWARD"))
        .contains(
            "-A VIKING-FORWARD -m conntrack --ctstate DNAT -p tcp -m conntrack --ctorigdstport 443"
                + " -j RETURN")
        .noneMatch(line -> line.contains("--dport"));
  }

  @Test
  void whatNoRuleOfOursIsAboutIsLeftToTheHost() {
    assertThat(NftRendering.replace(RULES)).doesNotContain("policy drop");
    assertThat(IptablesRendering.replace(RULES, false, List.of())).doesNotContain("-j ACCEPT");
    assertThat(chain(NftRendering.replace(RULES), "input").lines())
        .filteredOn(line -> line.endsWith("drop"))
        .allSatisfy(line -> assertThat(line).contains("dport"));
  }

  private static String chain(String script, String name) {
    String begin = "\tchain " + name + " {";
    String rest = script.substring(script.indexOf(begin));
    return rest.substring(0, rest.indexOf("\n\t}"));
  }
}
