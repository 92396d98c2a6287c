package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackCatalogTest {
  private static final StackName APP = StackName.of("app");
  private static final Stack SHARED =
      Stack.of("shared", Job.of("mongo", "mongo"), Job.of("auth", "auth"));

  @Test
  void findsNoFaultWhereEveryLinkLeadsSomewhere() {
    StackCatalog catalog = StackCatalog.of(List.of(SHARED, app("shared/mongo")));

    assertThat(catalog.linkProblems(APP)).isEmpty();
    assertThat(catalog.linkProblems(StackName.of("unknown"))).isEmpty();
  }

  @Test
  void suggestsTheJobThatWasProbablyMeant() {
    StackCatalog catalog = StackCatalog.of(List.of(SHARED, app("shared/mongos:db")));

    assertThat(catalog.linkProblems(APP))
        .singleElement()
        .hasToString(
            """
            job 'web' links to 'shared/mongos', which is not defined.
              Stack 'shared' has jobs: auth, mongo.
              Fix: change the link to 'shared/mongo', or add a job named 'mongos'.""");
  }

  @Test
  void namesTheKnownStacksWhereTheStackIsUnknown() {
    StackCatalog catalog = StackCatalog.of(List.of(SHARED, app("sharde/mongo")));

    assertThat(catalog.linkProblems(APP))
        .singleElement()
        .hasToString(
            """
            job 'web' links to 'sharde/mongo', which is not defined.
              Known stacks are: app, shared.
              Fix: deploy stack 'sharde' first, or give its file together with this one.""");
  }

  @Test
  void namesNoStackInTheWayItNamesAJobOfTheOwnStack() {
    StackCatalog catalog = StackCatalog.of(List.of(app("nothing-alike")));

    assertThat(catalog.linkProblems(APP))
        .singleElement()
        .hasToString(
            """
            job 'web' links to 'nothing-alike', which is not defined.
              Stack 'app' has jobs: web.
              Fix: change the link, or add a job named 'nothing-alike'.""");
  }

  @Test
  void namesTheFirstJobsOfALargeStackOnly() {
    List<Job> jobs =
        IntStream.range(100, 150)
            .mapToObj(
                i ->
                    Job.builder()
                        .from(Job.of("j" + i, "a"))
                        .addLinks(Link.parse("nothing-like-it"))
                        .build())
            .toList();

    List<Problem> problems = StackCatalog.of(List.of(Stack.of(APP, jobs))).linkProblems(APP);

    assertThat(problems).hasSize(50);
    assertThat(problems.get(0).reasons().get(0)).contains("j100, j101", "j129 and 20 more");
  }

  @Test
  void printsALongCycleShortenedAndFindsAllOthersOfItsKind() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      jobs.add(linked("a" + i, "a" + (i + 1) % 100));
    }
    jobs.add(linked("b", "c"));
    jobs.add(linked("c", "b"));
    jobs.add(linked("leads-to-c", "c"));
    jobs.add(linked("self", "b"));

    List<Problem> problems = StackCatalog.of(List.of(Stack.of(APP, jobs))).linkProblems(APP);

    assertThat(problems)
        .extracting(Problem::message)
        .hasSize(2)
        .satisfies(
            messages ->
                assertThat(messages.get(0))
                    .startsWith("links form a cycle: app/a0 -> app/a1 -> ")
                    .endsWith(" -> app/a29 -> 70 more -> app/a0."))
        .contains("links form a cycle: app/b -> app/c -> app/b.");
  }

  private static Job linked(String name, String target) {
    return Job.builder().from(Job.of(name, "x")).addLinks(Link.parse(target)).build();
  }

  @Test
  void listsServicesSorted() {
    StackCatalog catalog = StackCatalog.of(List.of(SHARED, app()));

    assertThat(catalog.services().keySet())
        .extracting(ServiceName::path)
        .containsExactly("app/web", "shared/auth", "shared/mongo");
  }

  @Test
  void replacesAStackOfTheSameName() {
    StackCatalog catalog = StackCatalog.of(List.of(SHARED)).with(Stack.of("shared"));

    assertThat(catalog.find(ServiceName.of("shared", "mongo"))).isEmpty();
  }

  @Test
  void refusesTwoStacksOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackCatalog.of(List.of(SHARED, SHARED)))
        .withMessage("two stacks are named 'shared'");
  }

  @Test
  void refusesTwoJobsOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stack.of("app", Job.of("web", "a"), Job.of("web", "b")))
        .withMessage("stack 'app' has two jobs named 'web'");
  }

  private static Stack app(String... links) {
    return Stack.of(
        "app",
        Job.builder()
            .from(Job.of("web", "web"))
            .links(List.of(links).stream().map(Link::parse).toList())
            .build());
  }
}
