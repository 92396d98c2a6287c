package io.viking.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds links that lead nowhere, and says what was probably meant. One use. */
final class UnknownLinks {
  /** More faults help nobody, and a hostile file could have tens of thousands. */
  private static final int MOST = 1_000;

  private static final int MOST_NAMES = 30;

  /** How many names are compared in all to find one that was meant. */
  private static final int MOST_COMPARED = 500_000;

  private final StackCatalog catalog;
  private final Map<StackName, String> names = new HashMap<>();
  private int compared;

  UnknownLinks(StackCatalog catalog) {
    this.catalog = catalog;
  }

  /** The faults of these jobs of that stack, in their order; the first {@value #MOST}. */
  List<Problem> of(StackName own, Collection<Job> jobs) {
    List<Problem> problems = new ArrayList<>();
    for (Job job : jobs) {
      for (Link link : job.links()) {
        if (problems.size() < MOST && catalog.find(link.target(own)).isEmpty()) {
          problems.add(problem(own, job, link));
        }
      }
    }
    return problems;
  }

  private Problem problem(StackName own, Job job, Link link) {
    ServiceName target = link.target(own);
    String written = link.stack().isPresent() ? target.path() : target.job().value();
    Stack stack = catalog.stacks().get(target.stack());
    Problem.Builder problem =
        Problem.builder()
            .place(link.place())
            .message("job '" + job.name() + "' links to '" + written + "', which is not defined.");
    return stack == null
        ? unknownStack(problem, target)
        : problem
            .addReasons("Stack '" + target.stack() + "' has jobs: " + jobs(stack) + ".")
            .fix(fix(link, target, stack))
            .build();
  }

  private Problem unknownStack(Problem.Builder problem, ServiceName target) {
    return problem
        .addReasons(
            catalog.stacks().isEmpty()
                ? "No stack is known."
                : "Known stacks are: " + names(catalog.stacks()) + ".")
        .fix(
            "deploy stack '" + target.stack() + "' first, or give its file together with this one.")
        .build();
  }

  private String fix(Link link, ServiceName target, Stack stack) {
    return nearest(target.job(), stack)
        .map(
            near ->
                "change the link to '"
                    + link.stack().map(s -> s + "/").orElse("")
                    + near
                    + "', or add a job named '"
                    + target.job()
                    + "'.")
        .orElse("change the link, or add a job named '" + target.job() + "'.");
  }

  private Optional<String> nearest(JobName wanted, Stack stack) {
    if (compared > MOST_COMPARED) {
      return Optional.empty();
    }
    compared += stack.jobs().size();
    return Spelling.nearest(
        wanted.value(), stack.jobs().keySet().stream().map(JobName::value).toList());
  }

  private String jobs(Stack stack) {
    return names.computeIfAbsent(stack.name(), any -> names(stack.jobs()));
  }

  private static String names(Map<?, ?> map) {
    String first =
        map.keySet().stream()
            .map(Object::toString)
            .sorted()
            .limit(MOST_NAMES)
            .collect(Collectors.joining(", "));
    return map.size() > MOST_NAMES ? first + " and " + (map.size() - MOST_NAMES) + " more" : first;
  }
}
