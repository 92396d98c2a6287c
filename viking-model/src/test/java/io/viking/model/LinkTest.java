package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

  @ParameterizedTest
  @CsvSource({
    "middleware, middleware, MIDDLEWARE",
    "shared/mongo, shared_mongo, SHARED_MONGO",
    "shared/mongo:db, db, DB",
    "my-db, my-db, MY_DB",
    "a/b:My.Alias-1, My.Alias-1, MY_ALIAS_1"
  })
  void takesThePrefixFromTheLinkAsWritten(String text, String name, String prefix) {
    Link link = Link.parse(text);

    assertThat(link.linkName()).isEqualTo(name);
    assertThat(link.prefix()).isEqualTo(prefix);
    assertThat(link).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a/b/c", "a:", "a:1b", "a:b c", "a:b:c", "a_b", "a:é"})
  void refusesWhatIsNoLink(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Link.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "*X", "A*B", "A=B"})
  void refusesToCopyWhatNamesNoVariable(String name) {
    Link.Builder link = Link.builder().job(JobName.of("db")).addEnv(name);

    assertThatIllegalArgumentException().isThrownBy(link::build);
  }

  @Test
  void leadsToTheOwnStackUnlessItNamesAnother() {
    StackName app = StackName.of("app");

    assertThat(Link.parse("web").target(app)).isEqualTo(ServiceName.of("app", "web"));
    assertThat(Link.parse("x/web").target(app)).isEqualTo(ServiceName.of("x", "web"));
  }

  @Test
  void isEqualWhereverItWasWritten() {
    Link link = Link.parse("web");

    Link placed = Link.builder().from(link).place(new Place("a.yml", 1, 2)).build();

    assertThat(placed).isEqualTo(link);
  }
}
