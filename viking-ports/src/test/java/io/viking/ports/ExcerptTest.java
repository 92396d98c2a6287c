package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void leavesAValueThatFitsOneLineAsItIs() {
    assertThat(Excerpt.of("10.0.0.1:80 \u00e9 \ud83d\ude00"))
        .isEqualTo("10.0.0.1:80 \u00e9 \ud83d\ude00");
  }

  @Test
  void takesOneLineAndNothingThatATerminalObeys() {
    String text = Excerpt.of("a\nb" + (char) 27 + "[31m\0" + (char) 0x202e + (char) 0x2028);

    assertThat(text.replace((char) 92, (char) 37)).isEqualTo("a%x0ab%x1b[31m%x00%u202e%u2028");
  }

  @Test
  void cutsWhatIsLongBetweenCharacters() {
    assertThat(Excerpt.of("\ud83d\ude00".repeat(1_000_000)))
        .isEqualTo("\ud83d\ude00".repeat(40) + "...");
    assertThat(Excerpt.line("x".repeat(401))).isEqualTo("x".repeat(400) + "...");
  }

  @Test
  void quotesAKeySoThatAShellTakesItForOneWord() {
    assertThat(Excerpt.quoted("/viking/ports/'; reboot; '"))
        .isEqualTo("'/viking/ports/'\\''; reboot; '\\'''");
  }
}
