package io.viking.model.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.JobName;
import io.viking.model.Place;
import io.viking.model.Problem;
import io.viking.model.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookTest {
  private static final StackName APP = StackName.of("app");
  private static final JobName WEB = JobName.of("web");

  @TempDir private Path root;

  @Test
  void aBrokenFileIsAFaultOfItsJobAndTheOthersAreRead() throws IOException {
    write("app/web.yaml", "image: nginx\nscale: many\n");
    write("app/db.yaml", "image: mongo\n");

    StackReading app = app();

    assertThat(app.jobs()).containsOnlyKeys(JobName.of("db"));
    assertThat(app.faults()).containsOnlyKeys(WEB);
    assertThat(app.faults().getOrDefault(WEB, List.of()))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.place().map(Place::toString))
                    .contains(root.resolve("app/web.yaml") + ":2:8"));
    assertThat(app.has(WEB)).isTrue();
  }

  @Test
  void aFileThatIsGoneIsInNeitherMap() throws IOException {
    write("app/db.yaml", "image: mongo\n");

    assertThat(app().has(WEB)).isFalse();
    assertThat(app().unreadable()).isEmpty();
  }

  @Test
  void aStackWithoutAFileIsThereAsLongAsItsFolderIs() throws IOException {
    Files.createDirectories(root.resolve("app"));

    assertThat(app().jobs()).isEmpty();
    Files.delete(root.resolve("app"));
    assertThat(look().stacks()).isEmpty();
    assertThat(look().unreadable()).isEmpty();
  }

  @Test
  void aRootThatIsGoneIsNotAnEmptyOne() throws IOException {
    Files.delete(root);

    assertThat(look().unreadable().map(Problem::message))
        .contains("deployment folder '" + root + "' is not there.");
    Files.createDirectories(root);
  }

  @Test
  void aRootThatIsAFileCannotBeRead() throws IOException {
    write("plain", "");

    assertThat(DeploymentFolder.at(root.resolve("plain")).look().unreadable()).isPresent();
  }

  @Test
  void aJobWithTwoFilesIsAFaultOfThatJob() throws IOException {
    write("app/web.yaml", "image: nginx\n");
    write("app/web.json", "{\"image\": \"nginx\"}");

    assertThat(app().jobs()).isEmpty();
    assertThat(app().faults()).containsOnlyKeys(WEB);
  }

  @Test
  void aLinkThatLeadsOutOrNowhereIsAFaultOfItsJobWhichStaysWanted() throws IOException {
    write("app/web.yml", "image: nginx\n");
    Path stack = root.resolve("app");
    Files.createSymbolicLink(stack.resolve("leak.yml"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(stack.resolve("gone.yml"), Path.of("missing.yml"));
    Files.createSymbolicLink(root.resolve("elsewhere"), Path.of("/etc"));

    FolderReading reading = DeploymentFolder.at(root).look();

    StackReading app = Objects.requireNonNull(reading.stacks().get(StackName.of("app")));
    StackReading elsewhere =
        Objects.requireNonNull(reading.stacks().get(StackName.of("elsewhere")));
    assertThat(app.jobs()).containsOnlyKeys(JobName.of("web"));
    assertThat(app.faults()).containsOnlyKeys(JobName.of("gone"), JobName.of("leak"));
    assertThat(elsewhere.unreadable())
        .hasValueSatisfying(
            problem -> assertThat(problem.message()).contains("out of the deployment folder"));
  }

  @Test
  void filesAndFoldersWithWrongNamesAreFaultsOfNoJob() throws IOException {
    write("app/we_b.yaml", "image: nginx\n");
    write("ap_p/web.yaml", "image: nginx\n");

    assertThat(app().problems()).hasSize(1);
    assertThat(look().problems()).hasSize(1);
  }

  private StackReading app() {
    return Optional.ofNullable(look().stacks().get(APP)).orElseThrow();
  }

  private FolderReading look() {
    return DeploymentFolder.at(root).look();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
