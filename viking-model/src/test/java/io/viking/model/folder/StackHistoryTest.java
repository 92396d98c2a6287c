package io.viking.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.Stack;
import io.viking.model.StackName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackHistoryTest {
  private static final StackName APP = StackName.of("app");

  @TempDir private Path root;
  private Path history;
  private DeploymentFolder folder;

  @BeforeEach
  void open() {
    folder = DeploymentFolder.at(root);
    history = root.resolve("app/.history");
  }

  private static Stack version(int number) {
    return Stack.of("app", Job.of("web", "web:" + number));
  }

  private void deploy(Stack stack) {
    folder.write(stack);
    folder.keepVersion(stack);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(history)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void theVersionBeforeIsTheNewestThatDiffersFromTheFolder() {
    deploy(version(1));
    deploy(version(2));

    assertThat(folder.earlierVersion(APP)).contains(version(1));
  }

  @Test
  void afterAChangeThatWasNeverDeployedToItsEndTheLastThatWasIsTheVersionBefore() {
    deploy(version(1));
    deploy(version(2));
    folder.write(version(3));

    assertThat(folder.earlierVersion(APP)).contains(version(2));
  }

  @Test
  void whatCannotBeReadIsNoVersionThatWasKept() throws IOException {
    deploy(version(1));
    Files.writeString(root.resolve("app/web.yaml"), "imago: web");

    assertThat(folder.earlierVersion(APP)).contains(version(1));
  }

  @Test
  void thereIsNoneBeforeTheFirst() {
    assertThat(folder.earlierVersion(APP)).isEmpty();

    deploy(version(1));

    assertThat(folder.earlierVersion(APP)).isEmpty();
  }

  @Test
  void goingBackTwiceIsGoingForth() {
    deploy(version(1));
    deploy(version(2));
    for (int expected : List.of(1, 2, 1)) {
      Stack earlier = folder.earlierVersion(APP).orElseThrow();
      assertThat(earlier).isEqualTo(version(expected));
      folder.restore(earlier);
      folder.keepVersion(earlier);
    }
  }

  @Test
  void keepsTheLastTenAndNoneTwiceInARow() throws IOException {
    for (int i = 1; i <= 12; i++) {
      deploy(version(i));
      deploy(version(i));
    }

    assertThat(files())
        .containsExactlyInAnyOrder(
            "3.json", "4.json", "5.json", "6.json", "7.json", "8.json", "9.json", "10.json",
            "11.json", "12.json");
  }

  @Test
  void isNotSeenByReadersOfTheFolder() {
    deploy(version(1));

    assertThat(folder.read().stacks().values()).containsExactly(version(1));
    assertThat(folder.handPlaced(APP)).isEmpty();
  }

  @Test
  void outlivesTheStack() {
    deploy(version(1));

    folder.remove(APP);

    assertThat(folder.read().stacks()).isEmpty();
    assertThat(folder.earlierVersion(APP)).contains(version(1));
  }

  @Test
  void keepsJobsThatAStackFileWouldTakeForSomethingElse() {
    Stack odd = Stack.of("app", Job.of("x-ray", "x"), Job.of("services", "s"), Job.of("web", "w"));
    deploy(odd);
    deploy(version(1));

    assertThat(folder.earlierVersion(APP)).contains(odd);
  }

  @Test
  void aVersionThatCannotBeReadIsNamed() throws IOException {
    deploy(version(1));
    deploy(version(2));
    Files.writeString(history.resolve("1.json"), "{");

    assertThatThrownBy(() -> folder.earlierVersion(APP))
        .isInstanceOf(InvalidStackException.class)
        .hasMessageContaining("1.json");
  }

  @Test
  void restoringRemovesWhatTheVersionDoesNotHaveAndKeepsWhatAPersonWrote() throws IOException {
    deploy(version(1));
    Files.writeString(root.resolve("app/extra.json"), "{\"image\": \"x\"}");
    Files.writeString(root.resolve("app/web.yaml"), "image: mine");

    folder.restore(version(1));

    assertThat(folder.stack(APP)).contains(version(1));
    assertThat(root.resolve("app/extra.json.bak")).hasContent("{\"image\": \"x\"}");
    assertThat(root.resolve("app/web.yaml.bak")).hasContent("image: mine");
  }

  @Test
  void doesNotFollowALinkOutOfTheFolder(@TempDir Path elsewhere) throws IOException {
    folder.write(version(1));
    Files.createSymbolicLink(history, elsewhere);

    assertThatThrownBy(() -> folder.keepVersion(version(1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("app");
    assertThat(elsewhere).isEmptyDirectory();
  }
}
