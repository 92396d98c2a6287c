package io.viking.examples.bench;

import io.viking.model.ExposedPort;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Stack;
import io.viking.model.VolumeMount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacks of ten jobs and a hundred instances, as a company might have them: a chain of links within
 * each, a link to another stack, tags, limits, and a database on a volume.
 */
final class PaperStacks {
  static final int JOBS = 10;

  /** The instances of each job; the last one writes to a volume. */
  private static final int[] SCALES = {20, 20, 15, 12, 10, 10, 6, 4, 2, 1};

  private PaperStacks() {}

  static List<Stack> of(PlannerSize size) {
    List<Stack> stacks = new ArrayList<>();
    for (int i = 0; i < size.services() / JOBS; i++) {
      stacks.add(stack(i));
    }
    return stacks;
  }

  static String name(int stack) {
    return "stack-" + stack;
  }

  private static Stack stack(int number) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(job(number, i));
    }
    return Stack.of(name(number), jobs.toArray(Job[]::new));
  }

  private static Job job(int stack, int number) {
    Job.Builder job =
        Job.builder()
            .name(JobName.of("job-" + number))
            .image("registry.example.com/team/image-" + (stack + number) % 40 + ":1.4")
            .expose(List.of(ExposedPort.tcp(8080)))
            .memory((64L << 20) * (1 + (stack + number) % 6))
            .cpus(BigDecimal.valueOf(1 + (stack * 3 + number) % 4, 1))
            .putEnvironment("LEVEL", "info")
            .putEnvironment("REGION", "eu-" + stack % 3)
            .scale(SCALES[number]);
    if (number < JOBS - 1) {
      job.addLinks(Link.parse("job-" + (number + 1)));
    } else {
      job.addVolumes(VolumeMount.parse("/data"));
    }
    if (number == 0 && stack > 0) {
      job.addLinks(Link.parse(name(stack / 2) + "/job-5"));
    }
    if ((stack + number) % 4 == 0) {
      job.addFilter("ssd");
    }
    if ((stack + number) % 12 == 0) {
      job.addFilter("eu");
    }
    return job.build();
  }
}
