package io.viking.docker.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** This program's class path as users have it: of jars only. */
public final class JarredClassPath {
  private JarredClassPath() {}

  /** Its jars; folders are packed into new ones in that folder. */
  public static List<Path> in(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String text : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path entry = Path.of(text);
      if (Files.isDirectory(entry)) {
        jars.add(pack(entry, folder.resolve(jars.size() + ".jar")));
      } else if (Files.exists(entry)) {
        jars.add(entry);
      }
    }
    return jars;
  }

  /** Copies of all its jars in that folder. */
  public static List<Path> copiedTo(Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path jar : in(folder)) {
      Path copy = folder.resolve("copy-" + copies.size() + ".jar");
      copies.add(jar.startsWith(folder) ? jar : Files.copy(jar, copy));
    }
    return copies;
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
