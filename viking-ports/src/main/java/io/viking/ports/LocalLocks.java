package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.StackName;
import io.viking.model.folder.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of a single host: a locked file a stack, which the kernel frees when its process dies,
 * and which nobody can take away while it lives.
 */
final class LocalLocks implements StackLocks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalLocks.class);
  private static final String HOLDER = ".holder";
  private static final String REMOVALS = ".removals";

  private final LocalFolder folder;
  private final VolumeDirectory volumes;
  private final Path locks;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  LocalLocks(LocalFolder folder, VolumeDirectory volumes) {
    this.folder = folder;
    this.volumes = volumes;
    this.locks = folder.file("locks");
  }

  @Override
  public StackLock acquire(
      Collection<StackName> stacks, Duration wait, Consumer<LockHolder> waiting) {
    return LockWait.acquire(stacks, wait, waiting, sorted -> folder.doing(() -> attempt(sorted)));
  }

  /** The holder's files tell; one that a dead process has left tells of nobody. */
  @Override
  public List<LockHolder> holders() {
    return stacksWith(HOLDER).stream()
        .flatMap(stack -> holder(stack).stream())
        .filter(holder -> ProcessHandle.of(holder.process()).isPresent())
        .toList();
  }

  /** The stacks that have a file of that kind, sorted. */
  private List<StackName> stacksWith(String kind) {
    if (!Files.isDirectory(locks)) {
      return List.of();
    }
    return folder.doing(
        () -> {
          try (Stream<Path> files = Files.list(locks)) {
            return files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(kind))
                .map(name -> name.substring(0, name.length() - kind.length()))
                .filter(StackName::isValid)
                .map(StackName::of)
                .sorted()
                .toList();
          }
        });
  }

  /** The instances of all stacks whose removal is announced, sorted. */
  Set<InstanceId> announced() {
    Set<InstanceId> announced = new TreeSet<>();
    for (StackName stack : stacksWith(REMOVALS)) {
      String text = folder.doing(() -> textOf(removals(stack)));
      AnnouncedRemovals.instances(stack, text).forEach(announced::add);
    }
    return Collections.unmodifiableSet(announced);
  }

  /** Empty where there is no file, or not any more. */
  private static String textOf(Path file) throws IOException {
    try {
      return lenient(SmallFile.read(file));
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  /** Readers of these leave out what they cannot read, bytes that are no text included. */
  private static String lenient(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private Optional<LockHolder> holder(StackName stack) {
    try {
      return Optional.of(
          LockRecord.read(stack, lenient(SmallFile.read(locks.resolve(stack + HOLDER)))));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private LockWait.Outcome attempt(SortedSet<StackName> stacks) throws IOException {
    Files.createDirectories(locks);
    List<LocalHold> holds = new ArrayList<>();
    try {
      for (StackName stack : stacks) {
        Optional<LocalHold> hold = LocalHold.take(locks.resolve(stack + ".lock"));
        if (hold.isEmpty()) {
          holds.forEach(LocalHold::close);
          return LockWait.Outcome.busy(holder(stack).orElseGet(() -> LockHolder.unknown(stack)));
        }
        holds.add(hold.get());
      }
      return LockWait.Outcome.got(held(stacks, holds));
    } catch (IOException | RuntimeException e) {
      holds.forEach(LocalHold::close);
      throw e;
    }
  }

  private Held held(SortedSet<StackName> stacks, List<LocalHold> holds) throws IOException {
    AnnouncedRemovals removals = new AnnouncedRemovals(stacks);
    for (StackName stack : stacks) {
      LockHolder self = LockHolder.current(stack, Clock.systemUTC().instant());
      AtomicFile.write(locks.resolve(stack + HOLDER), LockRecord.write(self));
      removals.read(stack, textOf(removals(stack)));
    }
    Held lock = new Held(stacks, nextFence(), removals, holds);
    held.add(lock);
    return lock;
  }

  private Path removals(StackName stack) {
    return locks.resolve(stack + REMOVALS);
  }

  private long nextFence() {
    Path file = locks.resolve("fence");
    return folder.locked(
        "locks.lock",
        () -> {
          long next = Files.exists(file) ? fence(file) + 1 : 1;
          AtomicFile.write(file, next + "\n");
          return next;
        });
  }

  private static long fence(Path file) throws IOException {
    String text = lenient(SmallFile.read(file)).strip();
    if (!text.matches("[0-9]{1,18}")) {
      throw new CorruptStoreException(
          "%s: expected a number but found '%s'.%n  Fix: delete the file while nobody deploys."
              .formatted(file, text.length() > 40 ? text.substring(0, 40) + "..." : text),
          null);
    }
    return Long.parseLong(text);
  }

  private void write(SortedMap<StackName, String> changes) throws IOException {
    for (StackName stack : changes.keySet()) {
      String text = changes.get(stack);
      if (text == null || text.isEmpty()) {
        Files.deleteIfExists(removals(stack));
      } else {
        AtomicFile.write(removals(stack), text);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(held).forEach(Held::close);
  }

  /** Locks that are held. */
  private final class Held extends HeldLock {
    private final List<LocalHold> holds;

    Held(
        SortedSet<StackName> stacks,
        long fence,
        AnnouncedRemovals removals,
        List<LocalHold> holds) {
      super(stacks, fence, removals);
      this.holds = holds;
    }

    @Override
    public VolumeDirectory volumes() {
      return new GuardedVolumes(volumes, this);
    }

    @Override
    void write(SortedMap<StackName, String> changes) {
      folder.doing(
          () -> {
            LocalLocks.this.write(changes);
            return changes;
          });
    }

    @Override
    void release(SortedMap<StackName, String> changes) {
      try {
        LocalLocks.this.write(changes);
        for (StackName stack : stacks()) {
          Files.deleteIfExists(locks.resolve(stack + HOLDER));
        }
      } catch (IOException e) {
        LOG.warn("what is recorded with the lock of {} could not be written", stacks(), e);
      } finally {
        holds.forEach(LocalHold::close);
        held.remove(this);
      }
    }
  }
}
