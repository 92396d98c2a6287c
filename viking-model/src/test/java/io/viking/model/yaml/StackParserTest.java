package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.model.ExposedPort;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Place;
import io.viking.model.Problem;
import io.viking.model.SecretSource;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackParserTest {
  private static final StackName APP = StackName.of("app");

  private final StackParser parser = StackParser.create();
  @TempDir private Path folder;

  @Test
  void keepsTheTabsOfTheSeedFilesInTheRepository() throws IOException {
    Path seed = Path.of("src/test/resources/stacks/valid/seed-shared.yml");

    String text = Files.readString(seed);

    assertThat(text).startsWith("mongo:\n\timage: quarry/mongo\n\texpose:\n\t\t- 27017\n");
  }

  @Test
  void readsTheSeedFileFromDisk() {
    Stack shared =
        parser.parse(
            StackName.of("shared"), Path.of("src/test/resources/stacks/valid/seed-shared.yml"));

    assertThat(shared.jobs()).containsOnlyKeys(JobName.of("mongo"), JobName.of("auth"));
    assertThat(job(shared, "mongo").expose()).contains(List.of(ExposedPort.tcp(27017)));
  }

  @Test
  void givesEachJobAndLinkThePlaceInTheOriginalText() {
    Stack app = parse("web:\n\timage: a\n\tlink:\n\t\t- shared/mongo\n\t\t-\tto: shared/auth\n");

    Job web = job(app, "web");
    assertThat(web.place()).contains(new Place("app.yml", 1, 1));
    assertThat(web.links())
        .extracting(link -> link.place().orElseThrow())
        .containsExactly(new Place("app.yml", 4, 5), new Place("app.yml", 5, 9));
  }

  @Test
  void countsColumnsInCharactersBehindAnEmoji() {
    assertThatText("web: {image: a, labels: {a: \"🎉\"}, nope: 1}")
        .hasMessageStartingWith("app.yml:1:35:");
  }

  @Test
  void readsWindowsLineEnds() {
    Stack app =
        parse(
            "web:\r\n\timage: a\r\n\tcommand: |\r\n\t\tone\r\n\t\t\ttwo\r\napi:\r\n\timage: b\r\n");

    assertThat(app.jobs()).hasSize(2);
    assertThat(job(app, "web").command()).contains(List.of("one", "two"));
  }

  @Test
  void namesTheLineInAFileOfWindowsLineEnds() {
    assertThatText("web:\r\n  image: a\r\n  nope: 1\r\n").hasMessageStartingWith("app.yml:3:3:");
  }

  @Test
  void leavesTabsInBlocksAndQuotesAloneWhereSpacesIndent() {
    Stack app =
        parse(
            """
            web:
              image: a
              environment:
                A: |
                  \tx
                   y\t
                B: 'p\tq
            \tr'
                C: "s\\
            \t  t"
            """);

    assertThat(job(app, "web").environment())
        .containsEntry("A", "\tx\n y\t\n")
        .containsEntry("B", "p\tq r")
        .containsEntry("C", "st");
  }

  @Test
  void takesAnIndentedListItemAndItsNextLineOneTabDeeperAsOneMap() {
    Stack app = parse("web:\n\timage: a\n\tlink:\n\t\t- to: api\n\t\t\tas: x\napi:\n\timage: b\n");

    assertThat(job(app, "web").links()).containsExactly(Link.parse("api:x"));
  }

  @Test
  void readsABlockWithAnIndentOfItsOwnInATabbedFile() {
    Stack app = parse("web:\n\timage: a\n\tenv:\n\t\tA: |2\n\t\t\t\tx\n\t\t\ty\n");

    assertThat(job(app, "web").environment()).containsEntry("A", "\tx\ny\n");
  }

  @Test
  void takesWhatLooksLikeQuotesInsideOfPlainTextAsText() {
    Stack app = parse("web:\n\timage: a\n\tenv:\n\t\tA: it's, \"so\n\t\tB: x # don't\n\t\tC: y\n");

    assertThat(job(app, "web").environment())
        .containsEntry("A", "it's, \"so")
        .containsEntry("B", "x")
        .containsEntry("C", "y");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    Path file = write("app.yml", "\uFEFFweb: {image: a, nope: 1}");

    assertThatFile(file).hasMessageStartingWith(file + ":1:17:");
  }

  @Test
  void refusesAFileThatIsNotUtf8WithThePlace() throws IOException {
    Path file = folder.resolve("app.yml");
    Files.write(file, "web:\n  image: \u00e4".getBytes(StandardCharsets.ISO_8859_1));

    assertThatFile(file)
        .hasMessage(
            file + ":2:10: the file is not UTF-8: byte 0xe4.\n  Fix: save the file as UTF-8.");
  }

  @Test
  void refusesUtf16ByItsName() throws IOException {
    Path file = folder.resolve("app.yml");
    Files.write(file, "\uFEFFweb:".getBytes(StandardCharsets.UTF_16LE));

    assertThatFile(file).hasMessageContaining("byte order mark of UTF-16");
  }

  @Test
  void refusesAMissingFile() {
    Path file = folder.resolve("none.yml");

    assertThatFile(file).hasMessage("file '" + file + "' does not exist.\n  Fix: check the path.");
  }

  @Test
  void refusesAFolder() {
    assertThatFile(folder).hasMessageContaining("is a folder where a file is needed.");
  }

  @Test
  void refusesAFileAboveOneMebibyte() throws IOException {
    Path file = write("app.yml", "#".repeat((1 << 20) + 1));

    assertThatFile(file).hasMessageContaining("is larger than the limit of 1048576 bytes");
  }

  @Test
  void refusesControlCharactersWithThePlaceOfEach() {
    assertThatText("web:\n  image: a\u0000b\n  user: \u001b\n")
        .hasMessageStartingWith("app.yml:2:11: character U+0000 is not allowed in a file.")
        .hasMessageContaining("app.yml:3:9: character U+001B");
  }

  @Test
  void stopsAtAThousandFaultsAndSaysSo() {
    StringBuilder text = new StringBuilder("web:\n  image: a\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("  k").append(i).append(": 1\n");
    }

    assertThatText(text.toString())
        .hasMessageContaining(
            "app.yml:1003:3: the file has more than 1000 faults; those behind this are not looked")
        .hasMessageContaining("`k999`")
        .hasMessageNotContaining("`k1000`");
  }

  @Test
  void refusesALineOfManyPages() {
    assertThatText("web: {image: a, command: " + "x ".repeat(200_000) + "}\n")
        .hasMessageStartingWith("app.yml:1:262144: the line is longer than 262144 characters.");
  }

  @Test
  void refusesMoreJobsThanAStackCanHave() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 10_000; i++) {
      text.append('j').append(i).append(": {image: a}\n");
    }

    assertThatText(text.toString())
        .hasMessageStartingWith("app.yml:1:1: the file has 10001 jobs, more than 10000.");
  }

  @Test
  void refusesDeepNestingInYamlAndJson() {
    assertThatText("web: " + "[".repeat(50) + "]".repeat(50)).hasMessageContaining("levels deep");
    assertThatText("web: " + "[".repeat(5000)).hasMessageContaining("epth");
    assertThatText("{\"web\": " + "[".repeat(50) + "]".repeat(50) + "}")
        .hasMessageContaining("app.yml:1:");
  }

  @Test
  void refusesAliasesThatGrowWithoutBounds() {
    StringBuilder bomb = new StringBuilder("x-a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("x-a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + " , ").repeat(10)).append("x]\n");
    }

    assertThatText(bomb + "web: {image: a}\n")
        .hasMessageContaining("once its aliases are followed");
  }

  @Test
  void followsManyAliasesOfAnHonestFile() {
    StringBuilder text = new StringBuilder("x-all: &all {restart: always}\n");
    for (int i = 0; i < 300; i++) {
      text.append("job").append(i).append(": {<<: *all, image: a}\n");
    }

    assertThat(parse(text.toString()).jobs()).hasSize(300);
  }

  @Test
  void takesJsonByItsNameOrItsFirstBrace() {
    String json = "{\"web\": {\"image\": \"a\"}}";

    Stack byName = parser.parse(APP, "app.json", json);
    Stack byBrace = parser.parse(APP, "app.yml", "\n\t " + json);

    assertThat(byName).isEqualTo(byBrace);
  }

  /** Wherever the program runs, and whatever the file is called from. */
  @Test
  void takesTheRelativePathOfASecretFromTheFileThatSaysSo() throws IOException {
    Path stack = Files.createDirectories(folder.resolve("app")).resolve("viking.yml");
    Files.writeString(stack, "web: {image: a, env: {A: {file: ./a}, B: {file: ../b}}}\n");
    Path job = folder.resolve("app/web.json");
    Files.writeString(job, "{\"image\": \"a\", \"env\": {\"A\": {\"file\": \"a\"}, \"B\": null}}");

    Job ofStack = job(parser.parse(APP, stack), "web");
    Job ofFile = parser.parseJob(JobName.of("web"), job);

    assertThat(ofStack.secrets())
        .containsEntry("A", SecretSource.file(folder.resolve("app/a").toString()))
        .containsEntry("B", SecretSource.file(folder.resolve("b").toString()));
    assertThat(ofFile.secrets())
        .containsEntry("A", SecretSource.file(folder.resolve("app/a").toString()))
        .containsEntry("B", SecretSource.env("B"));
    assertThat(ofStack.secrets().get("B"))
        .extracting(SecretSource::place)
        .isEqualTo(Optional.of(new Place(stack.toString(), 1, 49)));
  }

  @Test
  void readsOneJobWithItsKeysAtTheTop() {
    Job job = parser.parseJob(JobName.of("web"), "web.yaml", "image: a\nexpose: 80\n");

    assertThat(job).isEqualTo(Job.of("web", "a").withExpose(List.of(ExposedPort.tcp(80))));
  }

  @Test
  void reportsTheFaultsOfAJobFile() {
    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> parser.parseJob(JobName.of("web"), "web.yaml", "expose: x\n"))
        .withMessageStartingWith("web.yaml:1:1: job 'web' has no image.")
        .withMessageContaining("web.yaml:1:9: `expose` of job 'web'");
  }

  @Test
  void leavesLinksToOtherStacksToTheCaller() {
    Stack app = parse("web: {image: a, link: shared/mongo}\n");

    List<Problem> problems = StackCatalog.of(List.of(app)).linkProblems(APP);

    assertThat(problems)
        .singleElement()
        .hasToString(
            """
            app.yml:1:23: job 'web' links to 'shared/mongo', which is not defined.
              Known stacks are: app.
              Fix: deploy stack 'shared' first, or give its file together with this one.""");
  }

  @Test
  void gathersTheFaultsOfSeveralFilesAndOfTheLinksBetweenThem() throws IOException {
    Map<StackName, Path> files = new LinkedHashMap<>();
    files.put(APP, write("app.yml", "web: {image: a, link: [shared/mongos, old/x]}\n"));
    files.put(StackName.of("shared"), write("shared.yml", "mongo: {image: m, expose: no}\n"));
    StackCatalog known = StackCatalog.of(List.of(Stack.of("old", Job.of("x", "x"))));

    InvalidStackException refusal =
        catchThrowableOfType(InvalidStackException.class, () -> parser.parseAll(files, known));

    assertThat(refusal.problems())
        .extracting(Problem::message)
        .containsExactly(
            "job 'web' links to 'shared/mongos', which is not defined.",
            "`expose` of job 'mongo': port 'no' is not valid: must be 1-65535, as in 80, 80/tcp or"
                + " 8000-8005/udp.");
  }

  @Test
  void doesNotBlameLinksForAFileThatCannotBeRead() throws IOException {
    Map<StackName, Path> files = new LinkedHashMap<>();
    files.put(APP, write("app.yml", "web: {image: a, link: shared/mongo}\n"));
    files.put(StackName.of("shared"), folder.resolve("missing.yml"));

    InvalidStackException refusal =
        catchThrowableOfType(
            InvalidStackException.class, () -> parser.parseAll(files, StackCatalog.empty()));

    assertThat(refusal.problems()).hasSize(1);
    assertThat(refusal).hasMessageContaining("does not exist");
  }

  @Test
  void findsACycleOverTwoFiles() throws IOException {
    Map<StackName, Path> files = new LinkedHashMap<>();
    files.put(StackName.of("a"), write("a.yml", "x: {image: i, link: b/y}\n"));
    files.put(StackName.of("b"), write("b.yml", "y: {image: i, link: a/x}\n"));

    InvalidStackException refusal =
        catchThrowableOfType(
            InvalidStackException.class, () -> parser.parseAll(files, StackCatalog.empty()));

    assertThat(refusal).hasMessageContaining("links form a cycle: a/x -> b/y -> a/x.");
  }

  @Test
  void returnsTheKnownStacksWithThoseOfTheFiles() throws IOException {
    StackCatalog known = StackCatalog.of(List.of(Stack.of("shared", Job.of("mongo", "m"))));
    Path file = write("app.yml", "web: {image: a, link: shared/mongo}\n");

    StackCatalog catalog = parser.parseAll(Map.of(APP, file), known);

    assertThat(catalog.stacks()).containsOnlyKeys(APP, StackName.of("shared"));
  }

  @Test
  void neverRepeatsTheValueOfAVariableInAMessage() {
    InvalidStackException refusal =
        catchThrowableOfType(
            InvalidStackException.class,
            () ->
                parse(
                    "web:\n  image: a\n  environment:\n    PASSWORD: \"s3cret\\a\"\n    A B: s3cret\n"));

    assertThat(refusal.getMessage()).contains("PASSWORD").doesNotContain("s3cret");
  }

  private Stack parse(String text) {
    return parser.parse(APP, "app.yml", text);
  }

  private static Job job(Stack stack, String name) {
    return stack.job(JobName.of(name)).orElseThrow();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private AbstractThrowableAssert<?, InvalidStackException> assertThatText(String text) {
    return assertThat(catchThrowableOfType(InvalidStackException.class, () -> parse(text)));
  }

  private AbstractThrowableAssert<?, InvalidStackException> assertThatFile(Path file) {
    return assertThat(
        catchThrowableOfType(InvalidStackException.class, () -> parser.parse(APP, file)));
  }
}
