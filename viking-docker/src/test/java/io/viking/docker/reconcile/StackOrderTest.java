package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackOrderTest {
  @Test
  void aStackComesAfterThoseThatItLinksTo() {
    StackCatalog catalog =
        catalog(stack("app", "zoo/db"), stack("base"), stack("zoo", "base/db", "db"));

    assertThat(StackOrder.of(catalog))
        .extracting(StackName::value)
        .containsExactly("base", "zoo", "app");
    assertThat(StackOrder.targets(StackName.of("zoo"), catalog))
        .containsExactly(StackName.of("base"));
  }

  @Test
  void stacksThatLinkToEachOtherHaveAnOrderAllTheSame() {
    assertThat(StackOrder.of(catalog(stack("a", "b/db"), stack("b", "a/db")))).hasSize(2);
  }

  @Test
  void aStackThatIsNotThereIsNoTarget() {
    assertThat(StackOrder.targets(StackName.of("a"), catalog(stack("a", "b/db")))).isEmpty();
  }

  private static StackCatalog catalog(Stack... stacks) {
    return StackCatalog.of(List.of(stacks));
  }

  private static Stack stack(String name, String... links) {
    Job.Builder web = Job.builder().name(JobName.of("web")).image("nginx");
    for (String link : links) {
      web.addLinks(Link.parse(link));
    }
    return Stack.of(name, Job.of("db", "mongo"), web.build());
  }
}
