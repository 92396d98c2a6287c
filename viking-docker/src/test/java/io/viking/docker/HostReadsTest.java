package io.viking.docker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.launch.LaunchException;
import io.viking.docker.plan.ActualHost;
import io.viking.model.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostReadsTest {
  private static final Host QUICK = Host.of("quick", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final Host SLOW = Host.of("slow", "10.0.0.2", "tcp://10.0.0.2:2376");
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile CompletableFuture<ActualHost> answer = new CompletableFuture<>();
  private final HostReads reads = new HostReads(this::inspect, PATIENCE);

  private ActualHost inspect(Host host) {
    if (host.equals(QUICK)) {
      return ActualHost.builder().host(host).build();
    }
    asked.incrementAndGet();
    try {
      return answer.join();
    } catch (RuntimeException e) {
      throw new LaunchException(host, "the engine does not answer", e);
    }
  }

  @Test
  void aHostThatAnsweredTheLastTimeIsWaitedFor() {
    answer.completeOnTimeout(
        ActualHost.builder().host(SLOW).build(), 3 * PATIENCE.toMillis(), MILLISECONDS);

    assertThat(read().answers()).extracting(ActualHost::host).containsExactly(QUICK, SLOW);
  }

  @Test
  void aSilentHostIsWaitedForBrieflyAndNotAskedTwiceAtATime() {
    answer.completeExceptionally(new IllegalStateException("cut off"));
    assertThat(read().reasons()).containsKey("slow");
    answer = new CompletableFuture<>();

    for (int look = 0; look < 3; look++) {
      HostReads.Reading reading = read();
      assertThat(reading.answers()).extracting(ActualHost::host).containsExactly(QUICK);
      assertThat(reading.reasons().get("slow")).contains("the engine does not answer");
    }

    assertThat(asked).hasValue(2);
  }

  @Test
  void aSilentHostIsAnswerableAgainOnceItsEngineAnswers() {
    answer.completeExceptionally(new IllegalStateException("cut off"));
    read();
    answer = new CompletableFuture<>();
    read();
    CompletableFuture<ActualHost> old = answer;
    answer = CompletableFuture.completedFuture(ActualHost.builder().host(SLOW).build());
    old.complete(ActualHost.builder().host(SLOW).build());

    HostReads.Reading reading = read();

    assertThat(reading.reasons()).isEqualTo(Map.of());
    assertThat(reading.answers()).extracting(ActualHost::host).containsExactly(QUICK, SLOW);
  }

  private HostReads.Reading read() {
    return reads.read(List.of(QUICK, SLOW));
  }
}
