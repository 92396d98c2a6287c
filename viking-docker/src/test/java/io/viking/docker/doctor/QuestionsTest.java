package io.viking.docker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuestionsTest {
  @Test
  void answersWhatIsAnsweredWhateverHangsOrFails() {
    CountDownLatch never = new CountDownLatch(1);
    try (Questions questions = new Questions(Duration.ofSeconds(1))) {
      var hanging = questions.ask(() -> await(never));
      var failing =
          questions.ask(
              () -> {
                throw new IllegalStateException("broken");
              });
      var answered = questions.ask(() -> "yes");

      assertThat(answered.join().value()).contains("yes");
      assertThat(failing.join().failure()).isEqualTo("broken");
      assertThat(hanging.join().failure()).isEqualTo("no answer within 1 s.");
    }
  }

  private static String await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }
}
