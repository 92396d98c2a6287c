package io.viking.docker.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shared libraries that native files need, as {@code ldd} names them. */
final class SharedLibraries {
  /** {@code libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x...)}, or the loader's path alone. */
  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");

  /** What no file names: opened by name when hosts are looked up, or by native code in jars. */
  private static final List<String> UNNAMED =
      List.of(
          "libnss_files.so.2",
          "libnss_dns.so.2",
          "libresolv.so.2",
          "libgcc_s.so.1",
          "libstdc++.so.6",
          "libpthread.so.0",
          "libdl.so.2",
          "librt.so.1",
          "libm.so.6");

  private SharedLibraries() {}

  /**
   * The absolute paths, sorted; the loader included, libraries below the folder left out.
   *
   * @throws IOException if {@code ldd} cannot be run
   */
  static Set<Path> neededBelow(Path folder) throws IOException {
    List<Path> natives;
    try (Stream<Path> files = Files.walk(folder)) {
      natives = files.filter(Files::isRegularFile).filter(SharedLibraries::isNative).toList();
    }
    Set<Path> needed = ldd(natives);
    needed.removeIf(library -> library.startsWith(folder));
    Set<Path> unnamed = unnamedBeside(needed);
    needed.addAll(unnamed);
    needed.addAll(ldd(unnamed));
    return needed;
  }

  /**
   * The absolute paths of what a program needs, sorted, the loader included.
   *
   * @throws IOException if {@code ldd} cannot be run
   */
  static Set<Path> neededBy(Path program) throws IOException {
    return ldd(List.of(program));
  }

  private static Set<Path> unnamedBeside(Set<Path> libraries) {
    Set<Path> found = new TreeSet<>();
    libraries.stream()
        .filter(library -> library.getFileName().toString().startsWith("libc.so"))
        .flatMap(libc -> UNNAMED.stream().map(libc::resolveSibling))
        .filter(Files::isReadable)
        .forEach(found::add);
    return found;
  }

  private static boolean isNative(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".so") || (name.equals("java") && Files.isExecutable(file));
  }

  private static Set<Path> ldd(Collection<Path> files) throws IOException {
    Set<Path> libraries = new TreeSet<>();
    if (files.isEmpty()) {
      return libraries;
    }
    List<String> command = new ArrayList<>(List.of("ldd"));
    files.forEach(file -> command.add(file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    await(process);
    for (String line : output.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        libraries.add(Path.of(matcher.group(1)));
      }
    }
    return libraries;
  }

  private static void await(Process process) throws IOException {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("ldd did not end within 10 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while ldd ran", e);
    }
  }
}
