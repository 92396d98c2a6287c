package io.viking.docker.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The agent's container image, made of what runs here: a Java runtime, the shared libraries that it
 * needs, a class path, and {@code nft} where this machine has it. Needs no registry and no base
 * image. In its build the agent's classes are written to an archive, with which it starts in half
 * the time; where they are not all in jars it starts without.
 *
 * <p>The image's tag is a hash of its content, so a host that has the tag has the image. Safe for
 * use by several threads; whoever creates one closes it, which removes its temporary files.
 */
public final class AgentImage implements AutoCloseable {
  private static final String NAME = "viking/agent";

  /** To be changed when the layout of the image is. */
  private static final String LAYOUT = "3";

  private static final String NFT = "/usr/sbin/nft";

  /**
   * For little memory: what the compilers took while the agent started is given back to the system
   * (where the JVM knows that option), and gRPC's and Vert.x's buffers come in pieces of 64 KB.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx128m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TrimNativeHeapInterval=1000",
          "-Dio.netty.allocator.maxOrder=3");

  private static final String ARCHIVER = "io.viking.docker.agent.AgentArchive";
  private static final String ARCHIVE = "/viking/agent.jsa";

  /** Where the archive cannot be used, or is not there, the JVM goes on without, and silently. */
  private static final List<String> ARCHIVE_OPTIONS =
      List.of(
          "-XX:SharedArchiveFile=" + ARCHIVE,
          "-Xshare:auto",
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off");

  private final String mainClass;
  private final List<Path> classPath;
  private final String tag;
  private Optional<Path> folder = Optional.empty();

  private AgentImage(String mainClass, List<Path> classPath, String tag) {
    this.mainClass = mainClass;
    this.classPath = classPath;
    this.tag = tag;
  }

  /**
   * The image of the running program's class path.
   *
   * @param mainClass what the container runs
   * @throws BootstrapException if the class path cannot be read
   */
  public static AgentImage ofRunningProgram(String mainClass) {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    return of(mainClass, classPath);
  }

  /**
   * The image of that class path: jars and folders.
   *
   * @throws BootstrapException if the class path cannot be read
   */
  public static AgentImage of(String mainClass, List<Path> classPath) {
    try {
      return new AgentImage(
          mainClass, List.copyOf(classPath), NAME + ":" + hash(mainClass, classPath));
    } catch (IOException e) {
      throw new BootstrapException("the agent's class path cannot be read: " + e.getMessage(), e);
    }
  }

  /** The image's name, {@code viking/agent:<hash>}. */
  public String tag() {
    return tag;
  }

  /**
   * The tar file that an engine builds the image from; made when first asked for.
   *
   * @throws BootstrapException if it cannot be made
   */
  public synchronized Path tar() {
    if (folder.isEmpty()) {
      folder = Optional.of(build());
    }
    return folder.get().resolve("context.tar");
  }

  private Path build() {
    try {
      Path made = Files.createTempDirectory("viking-agent");
      try {
        write(made);
        return made;
      } catch (IOException | RuntimeException e) {
        delete(made);
        throw e;
      }
    } catch (IOException e) {
      throw new BootstrapException(
          "the agent's image cannot be made: "
              + e.getMessage()
              + "\n  Fix: run this on Linux, with a JDK, 'ldd', and 500 MB free in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    }
  }

  private void write(Path made) throws IOException {
    Path runtime = JavaRuntime.below(made);
    try (ContextTar tar = new ContextTar(made.resolve("context.tar"))) {
      tar.text("Dockerfile", dockerfile());
      tar.folder("root/viking/jre", runtime);
      Set<Path> libraries = SharedLibraries.neededBelow(runtime);
      Optional<Path> nft = nft();
      if (nft.isPresent()) {
        libraries.addAll(SharedLibraries.neededBy(nft.get()));
        tar.file("root" + NFT, nft.get());
      }
      for (Path library : libraries) {
        tar.file("root" + library, library);
      }
      for (int i = 0; i < classPath.size(); i++) {
        Path entry = classPath.get(i);
        if (Files.isDirectory(entry)) {
          tar.emptyFolder("root" + target(i), 0755);
          tar.folder("root" + target(i), entry);
        } else {
          tar.file("root" + target(i), entry);
        }
      }
      tar.emptyFolder("root/tmp", 01777);
      tar.text("root/etc/passwd", "root:x:0:0:root:/root:/\n");
      tar.text("root/etc/nsswitch.conf", "hosts: files dns\n");
    }
  }

  /**
   * What the agent changes the kernel's tables with, where this machine has it; without it the
   * agent's relay passes all connections on.
   */
  private static Optional<Path> nft() {
    return Stream.of(NFT, "/sbin/nft", "/usr/bin/nft", "/usr/local/sbin/nft")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private String dockerfile() {
    String archive = "";
    List<String> options = JVM_OPTIONS;
    if (hasArchive()) {
      archive = "RUN " + words(java(JVM_OPTIONS, ARCHIVER, ARCHIVE));
      options = Stream.of(JVM_OPTIONS, ARCHIVE_OPTIONS).flatMap(List::stream).toList();
    }
    return "FROM scratch\nCOPY root /\n"
        + archive
        + "ENTRYPOINT "
        + words(java(options, mainClass));
  }

  /** An archive of classes is of the agent's own, and the JVM makes none of a class in a folder. */
  private boolean hasArchive() {
    return mainClass.equals(BootstrapOptions.AGENT_MAIN)
        && classPath.stream().noneMatch(Files::isDirectory);
  }

  private List<String> java(List<String> options, String... program) {
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < classPath.size(); i++) {
      targets.add(target(i));
    }
    List<String> command = new ArrayList<>(List.of("/viking/jre/bin/java"));
    command.addAll(options);
    command.addAll(List.of("-cp", String.join(":", targets)));
    command.addAll(List.of(program));
    return command;
  }

  private static String words(List<String> command) {
    return command.stream()
        .map(word -> "\"" + word + "\"")
        .collect(Collectors.joining(", ", "[", "]\n"));
  }

  /** Numbered: jars of the same name may stand in several folders, and their order matters. */
  private String target(int index) {
    String suffix = Files.isDirectory(classPath.get(index)) ? "" : ".jar";
    return "/viking/lib/%03d%s".formatted(index, suffix);
  }

  private static String hash(String mainClass, List<Path> classPath) throws IOException {
    MessageDigest digest = sha256();
    List<String> words = new ArrayList<>(List.of(LAYOUT, mainClass, Runtime.version().toString()));
    words.addAll(JavaRuntime.MODULES);
    words.addAll(JVM_OPTIONS);
    words.addAll(ARCHIVE_OPTIONS);
    words.forEach(word -> digest.update((word + "\n").getBytes(StandardCharsets.UTF_8)));
    for (Path entry : classPath) {
      update(digest, entry);
    }
    Optional<Path> nft = nft();
    if (nft.isPresent()) {
      update(digest, nft.get());
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  private static void update(MessageDigest digest, Path entry) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(entry)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = entry.relativize(file) + " " + Files.size(file) + "\n";
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public synchronized void close() {
    folder.ifPresent(AgentImage::delete);
    folder = Optional.empty();
  }

  private static void delete(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      // Temporary files: whoever cleans the temporary folder gets them.
    }
  }
}
