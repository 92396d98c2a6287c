package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Place;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.FolderReading;
import io.viking.model.folder.StackReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DesiredMemoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final StackName APP = StackName.of("app");
  private static final Job WEB = Job.of("web", "nginx:1");
  private static final Job WEB2 = Job.of("web", "nginx:2");
  private static final Job DB = Job.of("db", "mongo");
  private static final Problem BROKEN =
      Problem.builder()
          .place(new Place("app/web.yaml", 3, 1))
          .message("unknown key 'imagge'.")
          .fix("write image.")
          .build();

  private final DesiredMemory memory = new DesiredMemory();
  private StackCatalog deployed = StackCatalog.of(List.of(Stack.of("app", WEB, DB)));
  private Instant now = START;

  @Test
  void whatIsRightIsWanted() {
    Wanted wanted = read(Stack.of("app", WEB, DB));

    assertThat(job(wanted, "web")).contains(WEB);
    assertThat(wanted.faults()).isEmpty();
    assertThat(wanted.untouched()).isEmpty();
    assertThat(wanted.gone()).isEmpty();
  }

  @Test
  void aBrokenFileLeavesTheLastGoodVersionAndIsToldWithItsPlace() {
    read(Stack.of("app", WEB, DB));

    Wanted wanted = update(broken("web", DB));

    assertThat(job(wanted, "web")).contains(WEB);
    assertThat(job(wanted, "db")).contains(DB);
    assertThat(wanted.untouched()).isEmpty();
    assertThat(wanted.faults())
        .containsExactly(
            Map.entry(
                "app/web.yaml:3:1",
                "unknown key 'imagge'.\n  The last good version of 'app/web' stays wanted.\n"
                    + "  Fix: write image."));
  }

  @Test
  void aMendedFileIsWantedAtOnce() {
    read(Stack.of("app", WEB, DB));
    update(broken("web", DB));

    Wanted wanted = read(Stack.of("app", WEB2, DB));

    assertThat(job(wanted, "web")).contains(WEB2);
    assertThat(wanted.faults()).isEmpty();
  }

  @Test
  void aFileThatWasNeverRightLeavesWhatRunsAlone() {
    Wanted wanted = update(broken("web", DB));

    assertThat(wanted.untouched()).containsExactly(ServiceName.parse("app/web"));
    assertThat(job(wanted, "db")).contains(DB);
    assertThat(job(wanted, "web")).contains(WEB);
  }

  @Test
  void aFileThatWasNeverRightLeavesWhatRunsAloneWhileTheFolderCannotBeRead() {
    update(broken("web", DB));

    Wanted wanted = memory.update(FolderReading.unreadable(BROKEN), deployed, now);

    assertThat(job(wanted, "db")).contains(DB);
    assertThat(wanted.untouched()).containsExactly(new ServiceName(APP, WEB.name()));
  }

  @Test
  void aFileThatWasNeverRightLeavesWhatRunsAloneWhileItsFolderIsGone() {
    update(broken("web", DB));

    Wanted wanted =
        memory.update(
            new FolderReading(Optional.empty(), new TreeMap<>(), List.of()), deployed, now);

    assertThat(wanted.gone()).containsExactly(APP);
    assertThat(wanted.untouched()).containsExactly(new ServiceName(APP, WEB.name()));
  }

  @Test
  void aFileThatWasNeverRightIsTakenForDeletedNoSoonerThanAnyOther() {
    update(broken("web", DB));

    Wanted at = read(Stack.of("app", DB));
    now = now.plus(DesiredMemory.GONE_AFTER);
    Wanted later = read(Stack.of("app", DB));

    assertThat(at.untouched()).containsExactly(new ServiceName(APP, WEB.name()));
    assertThat(later.untouched()).isEmpty();
  }

  @Test
  void howLongAFileIsGoneIsCountedAnewAfterItsFolderCouldNotBeRead() {
    read(Stack.of("app", WEB, DB));
    read(Stack.of("app", DB));
    now = now.plusSeconds(1);
    memory.update(FolderReading.unreadable(BROKEN), deployed, now);
    now = now.plusSeconds(60);

    Wanted wanted = read(Stack.of("app", DB));

    assertThat(job(wanted, "web")).contains(WEB);
  }

  @Test
  void aFolderThatIsSeenForTheFirstTimeMayLackFilesForAMoment() {
    Wanted first = read(Stack.of("app", DB));
    now = now.plus(DesiredMemory.GONE_AFTER);
    Wanted later = read(Stack.of("app", DB));

    assertThat(first.untouched()).containsExactly(new ServiceName(APP, WEB.name()));
    assertThat(later.untouched()).isEmpty();
  }

  @Test
  void aStackThatCouldNeverBeReadLeavesWhatRunsAlone() {
    TreeMap<StackName, StackReading> stacks = new TreeMap<>();
    stacks.put(
        APP, new StackReading(Optional.of(BROKEN), new TreeMap<>(), new TreeMap<>(), List.of()));

    Wanted wanted =
        memory.update(new FolderReading(Optional.empty(), stacks, List.of()), deployed, now);

    assertThat(wanted.untouched())
        .containsExactlyInAnyOrder(
            new ServiceName(APP, WEB.name()), new ServiceName(APP, DB.name()));
  }

  @Test
  void aDeletedFileTakesItsJobWithItOnceItHasBeenGoneForAMoment() {
    read(Stack.of("app", WEB, DB));

    assertThat(job(read(Stack.of("app", DB)), "web")).contains(WEB);
    assertThat(memory.isChanging()).isTrue();
    now = now.plus(DesiredMemory.GONE_AFTER).minusMillis(1);
    assertThat(job(read(Stack.of("app", DB)), "web")).contains(WEB);
    now = now.plusMillis(1);
    assertThat(job(read(Stack.of("app", DB)), "web")).isEmpty();
    assertThat(memory.isChanging()).isFalse();
    assertThat(job(read(Stack.of("app", DB)), "web")).isEmpty();
  }

  @Test
  void anEditorThatReplacesAFileDeletesNothing() {
    read(Stack.of("app", WEB, DB));
    read(Stack.of("app", DB));
    now = now.plusMillis(10);

    assertThat(job(read(Stack.of("app", WEB2, DB)), "web")).contains(WEB2);
    assertThat(memory.isChanging()).isFalse();
  }

  @Test
  void aFolderWhoseLastFileIsDeletedWantsNothing() {
    read(Stack.of("app", WEB));
    read(Stack.of("app"));
    now = now.plus(DesiredMemory.GONE_AFTER);

    Wanted wanted = read(Stack.of("app"));

    assertThat(wanted.gone()).isEmpty();
    assertThat(wanted.stacks().stacks()).containsOnlyKeys(APP);
    assertThat(job(wanted, "web")).isEmpty();
  }

  @Test
  void aStackWhoseFolderIsGoneStaysWanted() {
    read(Stack.of("app", WEB, DB));
    now = now.plusSeconds(3600);

    Wanted wanted = read();

    assertThat(wanted.gone()).containsExactly(APP);
    assertThat(job(wanted, "web")).contains(WEB);
  }

  @Test
  void aStackWhoseFolderIsGoneIsForgottenOnceNothingOfItRuns() {
    read(Stack.of("app", WEB, DB));
    deployed = StackCatalog.empty();

    assertThat(read().gone()).isEmpty();
    assertThat(read().stacks().stacks()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeReadLeavesEverythingAsItWas() {
    read(Stack.of("app", WEB, DB));

    Wanted wanted =
        update(FolderReading.unreadable(Problem.builder().message("the disk is gone.").build()));

    assertThat(job(wanted, "web")).contains(WEB);
    assertThat(wanted.gone()).isEmpty();
    assertThat(wanted.faults()).containsEntry("deployment folder", "the disk is gone.");
  }

  @Test
  void aStackFolderThatCannotBeReadLeavesItsJobsAsTheyWere() {
    read(Stack.of("app", WEB, DB));
    StackReading unreadable =
        new StackReading(
            Optional.of(Problem.builder().message("no permission.").build()),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of());

    Wanted wanted = update(reading(unreadable));

    assertThat(job(wanted, "web")).contains(WEB);
    assertThat(wanted.faults()).containsEntry("app", "no permission.");
  }

  @Test
  void aLinkThatLeadsNowhereLeavesTheLastGoodVersion() {
    read(Stack.of("app", WEB, DB));
    Job linked = Job.builder().from(WEB2).addLinks(Link.parse("nothing")).build();

    Wanted wanted = read(Stack.of("app", linked, DB));

    assertThat(job(wanted, "web")).contains(WEB);
    assertThat(wanted.faults().values())
        .singleElement()
        .asString()
        .contains("links to 'nothing', which is not defined", "The last good version of 'app/web'");
  }

  @Test
  void aCycleOfLinksLeavesTheLastGoodVersions() {
    read(Stack.of("app", WEB, DB));

    Wanted wanted =
        read(
            Stack.of(
                "app",
                Job.builder().from(WEB).addLinks(Link.parse("db")).build(),
                Job.builder().from(DB).addLinks(Link.parse("web")).build()));

    assertThat(wanted.stacks().linkProblems(APP)).isEmpty();
    assertThat(wanted.faults()).isNotEmpty();
  }

  @Test
  void aNewJobThatLinksToABrokenOneThatIsNotDeployedHasToWait() {
    deployed = StackCatalog.empty();
    Job client = Job.builder().from(DB).addLinks(Link.parse("web")).build();

    Wanted wanted = update(broken("web", client));

    assertThat(wanted.untouched())
        .containsExactlyInAnyOrder(ServiceName.parse("app/web"), ServiceName.parse("app/db"));
    assertThat(job(wanted, "db")).isEmpty();
  }

  private Wanted read(Stack... stacks) {
    return update(FolderReading.of(List.of(stacks)));
  }

  private Wanted update(FolderReading reading) {
    return memory.update(reading, deployed, now);
  }

  private static FolderReading broken(String job, Job... right) {
    TreeMap<JobName, List<Problem>> faults = new TreeMap<>();
    faults.put(JobName.of(job), List.of(BROKEN));
    TreeMap<JobName, Job> jobs = new TreeMap<>();
    List.of(right).forEach(one -> jobs.put(one.name(), one));
    return reading(new StackReading(Optional.empty(), jobs, faults, List.of()));
  }

  private static FolderReading reading(StackReading app) {
    TreeMap<StackName, StackReading> stacks = new TreeMap<>();
    stacks.put(APP, app);
    return new FolderReading(Optional.empty(), stacks, List.of());
  }

  private static Optional<Job> job(Wanted wanted, String name) {
    return wanted.stacks().find(new ServiceName(APP, JobName.of(name)));
  }
}
