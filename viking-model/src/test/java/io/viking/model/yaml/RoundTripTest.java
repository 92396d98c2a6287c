package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Job;
import io.viking.model.Stack;
import io.viking.model.StackName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was written is read again as it was, in both syntaxes. */
class RoundTripTest {
  private static final int JOBS = 10_000;
  private static final StackParser PARSER = StackParser.create();

  @Test
  void readsBackEveryRandomJobFromYaml() {
    RandomJobs random = new RandomJobs(1);

    for (int i = 0; i < JOBS; i++) {
      Job job = random.job("job" + i);
      String yaml = JobWriter.toYaml(job);

      assertThat(PARSER.parseJob(job.name(), "job.yaml", yaml)).as(yaml).isEqualTo(job);
    }
  }

  @Test
  void readsBackEveryRandomJobFromJson() {
    RandomJobs random = new RandomJobs(2);

    for (int i = 0; i < JOBS; i++) {
      Job job = random.job("job" + i);
      String json = JobWriter.toJson(job);

      assertThat(PARSER.parseJob(job.name(), "job.json", json)).as(json).isEqualTo(job);
    }
  }

  @Test
  void keepsTheOrderOfVariablesAndOfJobs() {
    RandomJobs random = new RandomJobs(3);
    List<Job> jobs =
        IntStream.range(0, 50)
            .mapToObj(
                i -> Job.builder().from(random.job("job" + (99 - i))).links(List.of()).build())
            .toList();
    Stack stack = Stack.of(StackName.of("app"), jobs);

    Stack fromYaml = PARSER.parse(stack.name(), "app.yml", JobWriter.toYaml(stack));
    Stack fromJson = PARSER.parse(stack.name(), "app.json", JobWriter.toJson(stack));

    assertThat(fromYaml).isEqualTo(stack).hasToString(stack.toString());
    assertThat(fromJson).isEqualTo(stack).hasToString(stack.toString());
  }

  @Test
  void readsBackKeysLongerThanYamlLooksAhead() {
    Job job =
        Job.builder()
            .from(Job.of("web", "nginx"))
            .putEnvironment("K".repeat(3000), "a\nb")
            .putLabels("\u0085".repeat(400), "c")
            .build();

    Job read = PARSER.parseJob(job.name(), "job.yaml", JobWriter.toYaml(job));

    assertThat(read).isEqualTo(job);
  }

  @Test
  void readsJsonThroughTheYamlReaderAsWell() {
    RandomJobs random = new RandomJobs(4);

    for (int i = 0; i < 500; i++) {
      Job job = random.job("job" + i);
      String json = "# a comment makes it YAML\n" + JobWriter.toJson(job);

      assertThat(PARSER.parseJob(job.name(), "job.yaml", json)).as(json).isEqualTo(job);
    }
  }
}
