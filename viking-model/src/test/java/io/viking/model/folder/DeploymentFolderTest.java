package io.viking.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentFolderTest {
  private static final StackName APP = StackName.of("app");
  private static final Job WEB = Job.of("web", "nginx");
  private static final Job API = Job.of("api", "api:1");

  @TempDir private Path temporary;
  private Path root;
  private DeploymentFolder folder;

  @BeforeEach
  void makeAFolder() {
    root = temporary.resolve("deployment");
    folder = DeploymentFolder.at(root);
  }

  @Test
  void isEmptyWhereNothingWasWrittenYet() {
    assertThat(folder.read().stacks()).isEmpty();
    assertThat(folder.stack(APP)).isEmpty();
    assertThat(folder.handPlaced(APP)).isEmpty();
  }

  @Test
  void writesEachJobToItsOwnFileAndReadsItBack() throws IOException {
    Stack app = Stack.of("app", WEB, API);

    folder.write(app);

    assertThat(names("app")).containsExactly("api.yaml", "web.yaml");
    assertThat(Files.readString(root.resolve("app/web.yaml")))
        .startsWith("# Written by viking deploy, checksum ")
        .endsWith("\nimage: nginx\n");
    assertThat(folder.read())
        .extracting(StackCatalog::stacks)
        .asString()
        .contains("nginx", "api:1");
    assertThat(folder.stack(APP)).contains(app);
    assertThat(folder.handPlaced(APP)).isEmpty();
  }

  @Test
  void leavesAFileAloneThatWouldNotChange() throws IOException {
    folder.write(Stack.of("app", WEB));
    Path file = root.resolve("app/web.yaml");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);

    folder.write(Stack.of("app", WEB));

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
  }

  @Test
  void keepsAnEditedFileAsBackupBeforeItIsReplaced() throws IOException {
    folder.write(Stack.of("app", WEB));
    Path file = root.resolve("app/web.yaml");
    String edited = Files.readString(file) + "scale: 3\n";
    Files.writeString(file, edited);

    folder.write(Stack.of("app", Job.of("web", "nginx:2")));

    assertThat(Files.readString(root.resolve("app/web.yaml.bak"))).isEqualTo(edited);
    assertThat(Files.readString(file)).endsWith("image: nginx:2\n");
    assertThat(folder.stack(APP).orElseThrow().jobs()).hasSize(1);
  }

  @Test
  void keepsNoBackupOfAFileThatNobodyEdited() throws IOException {
    folder.write(Stack.of("app", WEB));

    folder.write(Stack.of("app", Job.of("web", "nginx:2")));

    assertThat(names("app")).containsExactly("web.yaml");
  }

  @Test
  void readsAnEditedFileAsItStandsNow() throws IOException {
    folder.write(Stack.of("app", WEB));
    Path file = root.resolve("app/web.yaml");

    Files.writeString(file, Files.readString(file) + "scale: 3\n");

    assertThat(folder.stack(APP).orElseThrow().jobs().values())
        .extracting(Job::scale)
        .containsExactly(3);
  }

  @Test
  void removesTheFilesOfJobsThatAreGoneAndKeepsHandPlacedOnes() throws IOException {
    folder.write(Stack.of("app", WEB, API));
    place("app/extra.json", "{\"image\": \"extra\"}");

    folder.write(Stack.of("app", WEB));

    assertThat(names("app")).containsExactly("extra.json", "web.yaml");
    assertThat(folder.handPlaced(APP)).containsExactly(JobName.of("extra"));
    assertThat(folder.stack(APP).orElseThrow().jobs())
        .containsOnlyKeys(JobName.of("web"), JobName.of("extra"));
  }

  @Test
  void keepsABackupOfAnEditedFileWhoseJobIsGone() throws IOException {
    folder.write(Stack.of("app", WEB, API));
    place("app/api.yaml", Files.readString(root.resolve("app/api.yaml")) + "# mine\n");

    folder.write(Stack.of("app", WEB));

    assertThat(names("app")).containsExactly("api.yaml.bak", "web.yaml");
  }

  @Test
  void keepsAHandPlacedFileOfTheSameNameAsBackup() throws IOException {
    place("app/web.yaml", "image: mine\n");

    folder.write(Stack.of("app", WEB));

    assertThat(Files.readString(root.resolve("app/web.yaml.bak"))).isEqualTo("image: mine\n");
    assertThat(folder.stack(APP).orElseThrow().jobs().values())
        .extracting(Job::image)
        .containsExactly("nginx");
  }

  @Test
  void refusesToWriteBesideAHandPlacedFileOfTheSameJob() throws IOException {
    place("app/web.json", "{\"image\": \"mine\"}");

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> folder.write(Stack.of("app", API, WEB)))
        .withMessageContaining("web.yaml beside")
        .withMessageContaining("web.json");
    assertThat(names("app")).containsExactly("web.json");
  }

  @Test
  void namesBothFilesOfOneJob() throws IOException {
    place("app/web.yml", "image: a\n");
    place("app/web.json", "{\"image\": \"b\"}");

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> folder.read())
        .withMessageContaining("job 'app/web' has two files: ")
        .withMessageContaining("web.json and ")
        .withMessageContaining("web.yml.");
  }

  @Test
  void gathersTheFaultsOfAllFiles() throws IOException {
    place("app/web.yml", "exposed: 80\n");
    place("app/my_job.yml", "image: a\n");
    place("my_stack/web.yml", "image: a\n");
    place("shared/db.json", "{");

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> folder.read())
        .satisfies(e -> assertThat(e.problems()).hasSize(5))
        .withMessageContaining("is not named after a stack")
        .withMessageContaining("my_job.yml is not named after a job")
        .withMessageContaining("web.yml:1:1: job 'web' has no image")
        .withMessageContaining("did you mean `expose`?")
        .withMessageContaining("db.json:1:");
  }

  @Test
  void ignoresHiddenFilesBackupsAndOtherFiles() throws IOException {
    for (String name :
        List.of(
            ".web.yaml.swp",
            ".hidden.yml",
            "web.yaml~",
            "web.yaml.bak",
            "web.yml.swp",
            "README.md",
            "#web.yml#",
            ".#web.yml")) {
      place("app/" + name, "no job at all");
    }
    place("README.md", "hello");
    place(".git/config.yml", "x");
    place("app/web.yml", "image: a\n");
    Files.createDirectories(root.resolve("app/folder.yml"));

    assertThat(folder.read().services()).containsOnlyKeys(ServiceName.of("app", "web"));
  }

  @Test
  void followsNoLinkOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside.yml"), "image: secret\n");
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("job.yml"), "image: secret\n");
    place("app/web.yml", "image: a\n");
    Files.createSymbolicLink(root.resolve("app/leak.yml"), outside);
    Files.createSymbolicLink(root.resolve("leak"), elsewhere);
    Files.createSymbolicLink(root.resolve("app/nowhere.yml"), Path.of("missing.yml"));

    assertThatThrownBy(() -> folder.read())
        .isInstanceOf(InvalidStackException.class)
        .hasMessageContaining("app/leak.yml is a symbolic link that leads out of the deployment")
        .hasMessageContaining("/leak is a symbolic link that leads out of the deployment folder")
        .hasMessageContaining("app/nowhere.yml is a symbolic link that leads nowhere")
        .hasMessageNotContaining("secret");
  }

  @Test
  void followsTheLinksOfAKubernetesMount() throws IOException {
    place("app/..2026_11_28/web.yaml", "image: a\n");
    Files.createSymbolicLink(root.resolve("app/..data"), Path.of("..2026_11_28"));
    Files.createSymbolicLink(root.resolve("app/web.yaml"), Path.of("..data/web.yaml"));

    assertThat(folder.read().services()).containsOnlyKeys(ServiceName.of("app", "web"));
    assertThat(folder.look().problems()).isEmpty();
  }

  @Test
  void writesNothingThroughAFolderThatIsALinkToElsewhere() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("app"), elsewhere);
    Stack stack = Stack.of("app", WEB);

    assertThatThrownBy(() -> folder.write(stack)).isInstanceOf(InvalidStackException.class);
    assertThatThrownBy(() -> folder.write(stack.name(), WEB))
        .isInstanceOf(InvalidStackException.class);
    assertThatThrownBy(() -> folder.keepVersion(stack)).isInstanceOf(InvalidStackException.class);
    folder.remove(stack.name());

    assertThat(elsewhere).isEmptyDirectory();
    assertThat(root.resolve("app")).isSymbolicLink();
  }

  @Test
  void keepsAFileOfAHundredMegabytesAsBackupWithoutReadingIt() throws IOException {
    place("app/web.yaml", "");
    try (RandomAccessFile file =
        new RandomAccessFile(root.resolve("app/web.yaml").toFile(), "rw")) {
      file.setLength(100_000_000);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> folder.read()).hasMessageContaining("is larger than the limit");
    assertThat(folder.handPlaced(StackName.of("app"))).containsExactly(WEB.name());
    folder.write(Stack.of("app", WEB));

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(60_000_000);
    assertThat(root.resolve("app/web.yaml.bak")).hasSize(100_000_000);
    assertThat(folder.read().services()).containsOnlyKeys(ServiceName.of("app", "web"));
  }

  @Test
  void replacesALinkInsteadOfWritingThroughIt() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside.yml"), "image: secret\n");
    Files.createDirectories(root.resolve("app"));
    Files.createSymbolicLink(root.resolve("app/web.yaml"), outside);

    folder.write(Stack.of("app", WEB));

    assertThat(Files.readString(outside)).isEqualTo("image: secret\n");
    assertThat(root.resolve("app/web.yaml")).isRegularFile();
    assertThat(Files.isSymbolicLink(root.resolve("app/web.yaml"))).isFalse();
    assertThat(root.resolve("app/web.yaml.bak")).isSymbolicLink();
  }

  @Test
  void removesAStackWithItsFolder() {
    folder.write(Stack.of("app", WEB, API));

    folder.remove(APP);

    assertThat(root.resolve("app")).doesNotExist();
  }

  @Test
  void keepsHandPlacedFilesOfARemovedStack() throws IOException {
    folder.write(Stack.of("app", WEB));
    place("app/extra.yml", "image: a\n");

    folder.remove(APP);

    assertThat(names("app")).containsExactly("extra.yml");
  }

  @Test
  void removesOneJobAndKeepsWhatAPersonWroteAsBackup() throws IOException {
    folder.write(Stack.of("app", WEB, API));
    place("app/extra.yml", "image: a\n");

    folder.remove(ServiceName.of("app", "api"));
    folder.remove(ServiceName.of("app", "extra"));
    folder.remove(ServiceName.of("app", "unknown"));

    assertThat(names("app")).containsExactly("extra.yml.bak", "web.yaml");
  }

  private void place(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private List<String> names(String stack) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(stack))) {
      return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    }
  }

  @Test
  void writesOneJobToTheFileThatAPersonPlacedAndLeavesItTheirs() throws IOException {
    folder.write(Stack.of("app", WEB));
    Path placed = root.resolve("app/api.json");
    Files.writeString(placed, "{\"image\": \"api:1\"}");

    folder.write(APP, API.withScale(3));

    assertThat(Files.readString(placed)).isEqualTo("{\"image\":\"api:1\",\"scale\":3}\n");
    assertThat(folder.handPlaced(APP)).containsExactly(API.name());
    assertThat(Files.readString(root.resolve("app/api.json.bak"))).contains("\"api:1\"}");
    assertThat(folder.stack(APP)).contains(Stack.of("app", API.withScale(3), WEB));
  }

  @Test
  void writesOneJobToANewFileBesideTheOthers() throws IOException {
    folder.write(Stack.of("app", WEB));

    folder.write(APP, API);

    assertThat(names("app")).containsExactly("api.yaml", "web.yaml");
    assertThat(folder.handPlaced(APP)).isEmpty();
  }
}
