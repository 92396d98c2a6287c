package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.Job;
import io.viking.model.JobName;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  @Test
  void countsWhatAJobAsksFor() {
    Job job =
        Job.builder()
            .name(JobName.of("web"))
            .image("nginx")
            .memory(512L << 20)
            .cpus(new BigDecimal("0.5"))
            .build();

    assertThat(Resources.of(job)).isEqualTo(new Resources(512L << 20, 500_000_000));
  }

  @Test
  void aJobWithoutLimitsAsksForNothing() {
    assertThat(Resources.of(Job.of("web", "nginx"))).isEqualTo(Resources.NONE);
  }

  @Test
  void printsAsTheStackFileWrites() {
    assertThat(new Resources(512L << 20, 1_500_000_000)).hasToString("memory 512m, cpus 1.5");
    assertThat(new Resources(3L << 29, 20_000_000_000L)).hasToString("memory 1.5g, cpus 20");
    assertThat(Resources.NONE).hasToString("memory 0m, cpus 0");
  }

  @Test
  void refusesLessThanNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Resources(-1, 0));
  }

  @Test
  void whatIsLeftIsNeverLessThanNothing() {
    assertThat(new Resources(1, 5).minus(new Resources(2, 3))).isEqualTo(new Resources(0, 2));
  }
}
