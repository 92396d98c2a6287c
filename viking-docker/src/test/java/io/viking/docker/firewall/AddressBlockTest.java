package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "10.0.0.1/32, 10.0.0.1",
    "10.0.0.77/24, 10.0.0.0/24",
    "10.0.0.77/0, 0.0.0.0/0",
    "FD00:0:0:0::1, fd00::1",
    "fd00::1/128, fd00::1",
    "fd00:1:2:3:4:5:6:7/64, fd00:1:2:3::/64",
    "::, ::",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "::ffff:10.0.0.1, 10.0.0.1",
  })
  void isWrittenInOneWayOnly(String text, String written) {
    assertThat(AddressBlock.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node-1",
        "10.0.0",
        "10.0.0.1/33",
        "10.0.0.1/",
        "10.0.0.1/-1",
        "fd00::/129",
        "10.0.0.1; flush ruleset",
        "10.0.0.1\n",
        "fe80::1%eth0"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesOutWhatAnotherContainsAndNotWhatOnlyBeginsAlike() {
    assertThat(merged("10.0.0.10", "10.0.0.1", "10.0.0.1", "10.0.0.100/32", "10.0.0.96/28"))
        .containsExactly("10.0.0.1", "10.0.0.10", "10.0.0.96/28");
    assertThat(merged("fd00::/64", "fd00::1", "0.0.0.0/0", "fd00:0:0:1::1"))
        .containsExactly("0.0.0.0/0", "fd00::/64", "fd00:0:0:1::1");
  }

  private static List<String> merged(String... texts) {
    return AddressBlock.merged(Stream.of(texts).map(AddressBlock::parse).toList()).stream()
        .map(AddressBlock::toString)
        .toList();
  }
}
