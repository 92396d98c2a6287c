package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
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
