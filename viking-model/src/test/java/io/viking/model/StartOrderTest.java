package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartOrderTest {

  @Test
  void startsAServiceAfterAllThatItLinksTo() {
    StackCatalog catalog =
        catalog(
            Stack.of("app", job("web", "api", "shared/auth"), job("api", "shared/mongo")),
            Stack.of("shared", job("mongo"), job("auth", "mongo")));

    StartOrder order = StartOrder.of(catalog);

    assertThat(order.stages())
        .extracting(Object::toString)
        .containsExactly("[shared_mongo]", "[app_api, shared_auth]", "[app_web]");
  }

  @Test
  void isEmptyForACatalogWithoutServices() {
    assertThat(StartOrder.of(StackCatalog.empty()).stages()).isEmpty();
  }

  @Test
  void takesLinksOutOfTheCatalogAsSatisfied() {
    StartOrder order = StartOrder.of(catalog(Stack.of("app", job("web", "other/db"))));

    assertThat(order.stages()).containsExactly(List.of(ServiceName.of("app", "web")));
  }

  @Test
  void countsTwoLinksToOneServiceOnce() {
    StartOrder order =
        StartOrder.of(catalog(Stack.of("app", job("web", "db", "db:x", "app/db"), job("db"))));

    assertThat(order.stages()).hasSize(2);
  }

  @Test
  void putsSomeServicesInTheOrderOfAll() {
    StackCatalog catalog =
        catalog(
            Stack.of("app", job("web", "api", "shared/auth"), job("api", "shared/mongo")),
            Stack.of("shared", job("mongo"), job("auth", "mongo")));

    StartOrder order =
        StartOrder.of(
            catalog,
            List.of(
                ServiceName.of("app", "web"),
                ServiceName.of("shared", "auth"),
                ServiceName.of("not", "there")));

    assertThat(order.stages())
        .extracting(Object::toString)
        .containsExactly("[shared_auth]", "[app_web]");
  }

  @Test
  void aCycleMattersToThoseThatLeadToItOnly() {
    StackCatalog catalog =
        catalog(Stack.of("app", job("a", "b"), job("b", "a"), job("c", "a"), job("d")));

    assertThat(StartOrder.of(catalog, List.of(ServiceName.of("app", "d"))).stages()).hasSize(1);
    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> StartOrder.of(catalog, List.of(ServiceName.of("app", "c"))))
        .withMessageStartingWith("links form a cycle: app/a -> app/b -> app/a.");
  }

  @Test
  void printsACycle() {
    StackCatalog catalog =
        catalog(Stack.of("app", job("a", "b"), job("b", "c"), job("c", "a"), job("d", "a")));

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> StartOrder.of(catalog))
        .withMessage(
            """
            links form a cycle: app/a -> app/b -> app/c -> app/a.
              Each job starts after the jobs it links to, so none of these could start.
              Fix: remove one of these links.""");
  }

  @Test
  void printsEveryCycleOnce() {
    StackCatalog catalog =
        catalog(
            Stack.of("a", job("x", "b/x"), job("self", "self")),
            Stack.of("b", job("x", "a/x"), job("y", "z"), job("z", "y")));

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> StartOrder.of(catalog))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::message)
                    .containsExactly(
                        "links form a cycle: a/self -> a/self.",
                        "links form a cycle: a/x -> b/x -> a/x.",
                        "links form a cycle: b/y -> b/z -> b/y."));
  }

  @Test
  void ordersRandomGraphsSoThatEveryLinkPointsToAnEarlierStage() {
    Random random = new Random(7);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int self = i;
      jobs.add(
          job(
              "j" + i,
              random
                  .ints(Math.min(i, 3), 0, Math.max(1, self))
                  .mapToObj(t -> "j" + t)
                  .toArray(String[]::new)));
    }
    StackCatalog catalog = catalog(Stack.of(StackName.of("app"), jobs));

    List<List<ServiceName>> stages = StartOrder.of(catalog).stages();

    List<ServiceName> started = new ArrayList<>();
    for (List<ServiceName> stage : stages) {
      for (ServiceName service : stage) {
        Job job = catalog.find(service).orElseThrow();
        assertThat(started)
            .containsAll(job.links().stream().map(l -> l.target(service.stack())).toList());
      }
      started.addAll(stage);
    }
    assertThat(started).hasSize(500);
  }

  private static StackCatalog catalog(Stack... stacks) {
    return StackCatalog.of(List.of(stacks));
  }

  private static Job job(String name, String... links) {
    return Job.builder()
        .name(JobName.of(name))
        .image("i")
        .links(Stream.of(links).map(Link::parse).toList())
        .build();
  }
}
