package io.viking.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkEnvironmentTest {
  private static final Map<String, String> LINKS =
      Map.of("GUACD_PORT", "tcp://backends:1432", "GUACD_NAME", "/web/guacd");
  private static final Map<String, String> SERVICE = Map.of("SERVICE_80_NAME", "app_web_80");

  @Test
  void holdsEveryVariableSorted() {
    LinkEnvironment environment =
        LinkEnvironment.of("web", LINKS, SERVICE, Map.of("LANG", "C.UTF-8"));

    assertThat(environment.variables())
        .containsExactly(
            Map.entry("GUACD_NAME", "/web/guacd"),
            Map.entry("GUACD_PORT", "tcp://backends:1432"),
            Map.entry("LANG", "C.UTF-8"),
            Map.entry("SERVICE_80_NAME", "app_web_80"));
    assertThat(environment.clashes()).isEmpty();
  }

  @Test
  void letsTheJobsOwnValueWinAndReportsWhatItDropped() {
    LinkEnvironment environment =
        LinkEnvironment.of(
            "web", LINKS, SERVICE, Map.of("SERVICE_80_NAME", "mine", "GUACD_PORT", "4822"));

    assertThat(environment.variables())
        .containsEntry("GUACD_PORT", "4822")
        .containsEntry("SERVICE_80_NAME", "mine");
    assertThat(environment.clashes())
        .containsExactly(
            new Clash("GUACD_PORT", "tcp://backends:1432", "4822"),
            new Clash("SERVICE_80_NAME", "app_web_80", "mine"));
  }

  @Test
  void countsTheSameValueAsNoClash() {
    LinkEnvironment environment =
        LinkEnvironment.of("web", LINKS, SERVICE, Map.of("GUACD_NAME", "/web/guacd"));

    assertThat(environment.clashes()).isEmpty();
  }

  @Test
  void refusesALinkThatChangesTheRegistrarsContract() {
    Map<String, String> links = Map.of("SERVICE_80_NAME", "/web/service-80");

    assertThatThrownBy(() -> LinkEnvironment.of("web", links, SERVICE, Map.of()))
        .isInstanceOf(VariableCollisionException.class)
        .hasMessage(
            """
            container 'web': a link and the registrar's contract would both set the variable \
            SERVICE_80_NAME, to different values.
              Fix: give the link another alias, as in 'JOB:ALIAS'.""");
  }

  @Test
  void printsNoValue() {
    LinkEnvironment environment =
        LinkEnvironment.of("web", LINKS, SERVICE, Map.of("GUACD_PORT", "s3cret"));

    assertThat(environment.toString())
        .contains("GUACD_PORT")
        .doesNotContain("s3cret", "tcp://backends:1432");
  }
}
