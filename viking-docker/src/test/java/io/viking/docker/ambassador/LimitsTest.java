package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final OptionalInt NOT_SAID = OptionalInt.empty();

  private final InetAddress one = address(1);
  private final InetAddress two = address(2);

  @Test
  void leavesDescriptorsForListenersPipesAndTheRestOfTheProgram() {
    ConnectionLimits limits =
        ConnectionLimits.of(NOT_SAID, NOT_SAID, NOT_SAID, () -> new Descriptors(1024, 96));

    // 1024 - 96 open - 128 in reserve are 800, of which an eighth is for pipes.
    assertThat(limits.total()).isEqualTo(350);
    assertThat(limits.source()).isEqualTo(175);
    assertThat(limits.service()).isEqualTo(Integer.MAX_VALUE);

    limits.listening(100);
    assertThat(limits.total()).isEqualTo(300);
    limits.listening(-100);
    assertThat(limits.total()).isEqualTo(350);
  }

  @Test
  void noticesWhatTheRestOfTheProgramOpensLater() {
    AtomicLong open = new AtomicLong(96);
    ConnectionLimits limits =
        ConnectionLimits.of(NOT_SAID, NOT_SAID, NOT_SAID, () -> new Descriptors(1024, open.get()));
    limits.listening(4);
    limits.enter(one);

    open.set(96 + 80 + 4 + 2);
    limits.look();

    // 80 descriptors fewer, of which an eighth were for pipes; and those of the listeners.
    assertThat(limits.total()).isEqualTo(313);
  }

  @Test
  void hasRoomForOneConnectionHoweverFewDescriptorsThereAre() {
    ConnectionLimits limits =
        ConnectionLimits.of(NOT_SAID, NOT_SAID, NOT_SAID, () -> new Descriptors(64, 64));

    assertThat(limits.total()).isEqualTo(1);
    assertThat(limits.source()).isEqualTo(1);
    assertThat(limits.pipeOpens()).isFalse();
  }

  @Test
  void doesNotLimitWherePlatformAndOwnerSayNothing() {
    ConnectionLimits limits =
        ConnectionLimits.of(NOT_SAID, NOT_SAID, NOT_SAID, () -> new Descriptors(Long.MAX_VALUE, 7));

    assertThat(limits.total()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits.pipeOpens()).isTrue();
  }

  @Test
  void takesTheOwnersLimitsAsTheyAre() {
    ConnectionLimits limits =
        ConnectionLimits.of(
            OptionalInt.of(5000),
            OptionalInt.of(70),
            OptionalInt.of(8000),
            () -> new Descriptors(1024, 96));

    assertThat(limits.total()).isEqualTo(5000);
    assertThat(limits.service()).isEqualTo(70);
    assertThat(limits.source()).isEqualTo(8000);
    assertThat(limits.affordable()).isEqualTo(350);
  }

  @Test
  void wantsAtLeastOne() {
    assertThatThrownBy(() -> ConnectionLimits.of(NOT_SAID, OptionalInt.of(0), NOT_SAID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the most connections to a service must be 1 or more but was 0");
  }

  @Test
  void opensAnEighthOfTheDescriptorsAsPipesAndNoMore() {
    ConnectionLimits limits =
        ConnectionLimits.of(NOT_SAID, NOT_SAID, NOT_SAID, () -> new Descriptors(64, 8));

    // 64 - 8 - 24 are 32, of which 4 make two pipes.
    assertThat(limits.pipeOpens()).isTrue();
    assertThat(limits.pipeOpens()).isTrue();
    assertThat(limits.pipeOpens()).isFalse();
    limits.pipeClosed();
    assertThat(limits.pipeOpens()).isTrue();
  }

  @Test
  void aSourceThatHasAllItMayLeavesRoomForAnother() {
    Core core = core(ConnectionLimits.of(OptionalInt.of(4), NOT_SAID, NOT_SAID));

    Session first = open(core, one);
    open(core, one);
    Session third = open(core, one);

    assertThat(first.verdict()).isEqualTo(Verdict.PERMITTED);
    assertThat(third.verdict()).isEqualTo(Verdict.SOURCE_FULL);
    assertThat(open(core, two).verdict()).isEqualTo(Verdict.PERMITTED);
    // One that was refused has taken nothing, and gives nothing back.
    third.end();
    assertThat(open(core, one).verdict()).isEqualTo(Verdict.SOURCE_FULL);
    first.end();
    assertThat(open(core, one).verdict()).isEqualTo(Verdict.PERMITTED);
  }

  @Test
  void letsInAgainAsSoonAsOneHasEnded() {
    Core core = core(ConnectionLimits.of(OptionalInt.of(2), NOT_SAID, OptionalInt.of(9)));
    Session first = open(core, one);
    open(core, one);

    assertThat(open(core, two).verdict()).isEqualTo(Verdict.FULL);
    first.end();
    first.end();

    assertThat(open(core, two).verdict()).isEqualTo(Verdict.PERMITTED);
    assertThat(open(core, two).verdict()).isEqualTo(Verdict.FULL);
  }

  private static Core core(ConnectionLimits limits) {
    return new Core(
        AmbassadorOptions.builder()
            .bindAddress(Lab.LOOPBACK)
            .links(Links.OPEN)
            .limits(limits)
            .build(),
        (delay, task) -> {},
        () -> 0);
  }

  private static Session open(Core core, InetAddress source) {
    return core.open(new InetSocketAddress(source, 40_000), PortKey.tcp(1432));
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
