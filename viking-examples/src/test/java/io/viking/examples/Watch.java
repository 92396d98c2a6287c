package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A deployment folder and a {@code viking watch} of it, on the first host of a test bed. */
final class Watch implements AutoCloseable {
  private final TestBed bed;
  private final Path folder;
  private final Path output;
  private final Process process;

  private Watch(TestBed bed, Path folder, Path output, Process process) {
    this.bed = bed;
    this.folder = folder;
    this.output = output;
    this.process = process;
  }

  static Watch start(TestBed bed, Path temporary, String... options) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("deployment"));
    Path output = temporary.resolve("watch.out");
    String[] arguments =
        Stream.concat(Stream.of("watch", folder.toString()), Stream.of(options))
            .toArray(String[]::new);
    return new Watch(bed, folder, output, bed.begin(output, arguments));
  }

  Path file(String file) {
    return folder.resolve(file);
  }

  void write(String file, String text) throws IOException {
    Path path = file(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  /** Deletes a file, or a folder with all that is in it. */
  void delete(String file) throws IOException {
    try (Stream<Path> all = Files.walk(file(file))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines(String part) {
    return output().lines().filter(line -> line.contains(part)).toList();
  }

  /** Waits until it has told something with all these parts on one line. */
  void awaitTold(Duration limit, String... parts) throws InterruptedException {
    TestBed.await(
        limit,
        "a line with " + List.of(parts) + " in\n" + output(),
        () -> output().lines().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
  }

  /** Waits until exactly so many instances of the service run. */
  void awaitRunning(Duration limit, String service, int instances) throws InterruptedException {
    TestBed.await(
        limit,
        instances + " of " + service + "; it told\n" + output(),
        () -> running(service).size() == instances);
  }

  /** The running instances of the service, each as {@code instance host state endpoints}. */
  List<List<String>> running(String service) {
    return bed.ps(service).stream().filter(row -> row.get(2).equals("running")).toList();
  }

  /** Ends it as Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends\n%s", output()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
