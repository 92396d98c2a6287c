package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.ExposedPort;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Stack;
import io.viking.model.VolumeMount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Plans byte for byte, against the files in {@code src/test/resources/plans}. */
class PlanRenderingTest {
  private static final Job MONGO =
      Job.builder()
          .name(JobName.of("mongo"))
          .image("quarry/mongo")
          .expose(List.of(ExposedPort.tcp(27017)))
          .addVolumes(VolumeMount.parse("/db/data"))
          .build();
  private static final Job WEB =
      Job.builder()
          .name(JobName.of("web"))
          .image("myapp/web")
          .expose(List.of(ExposedPort.tcp(80)))
          .addLinks(Link.parse("shared/mongo"))
          .putEnvironment("GREETING", "it's \"quoted\" $HOME")
          .putEnvironment("SHARED_MONGO_PORT", "tcp://elsewhere:1")
          .entrypoint(List.of("/bin/sh", "-c"))
          .command(List.of("serve; sleep 1"))
          .build();

  @Test
  void printsAPlanForPeople() throws IOException {
    Plan plan = Cluster.ofHosts(2).plan(Stack.of("shared", MONGO), Stack.of("app", WEB));

    assertThat(PlanText.render(plan) + "\n").isEqualTo(golden("two-stacks.txt"));
  }

  @Test
  void printsDockerCommandsThatAShellReadsAsMeant() throws IOException {
    Plan plan = Cluster.ofHosts(2).plan(Stack.of("shared", MONGO), Stack.of("app", WEB));

    assertThat(PlanDocker.render(plan) + "\n").isEqualTo(golden("two-stacks.sh"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PlanRenderingTest.class.getResourceAsStream("/plans/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
