package io.viking.docker.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Images of the machine's own static busybox: 2 MB, and no registry needed. */
final class BusyboxImage {
  static final String BASE = "viking-it/busybox:latest";

  private BusyboxImage() {}

  /** Makes the image {@link #BASE}: busybox with all its commands, running until killed. */
  static void buildBase(DockerClient client) {
    byte[] busybox;
    try {
      busybox = Files.readAllBytes(Command.require("busybox"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read busybox", e);
    }
    List<String> commands =
        Command.run(List.of("busybox", "--list"))
            .lines()
            .filter(command -> !command.equals("busybox"))
            .toList();
    byte[] rootFolder =
        tar(
            tar -> {
              addFile(tar, "bin/busybox", busybox, 0755);
              for (String command : commands) {
                addLink(tar, "bin/" + command);
              }
              tar.putArchiveEntry(new TarArchiveEntry("tmp/"));
              tar.closeArchiveEntry();
            });
    String dockerfile =
        """
        FROM scratch
        ADD root.tar /
        CMD ["tail", "-f", "/dev/null"]
        """;
    build(client, BASE, dockerfile, tar -> addFile(tar, "root.tar", rootFolder, 0644));
  }

  /** Makes an image of that name from a Dockerfile that needs no other file. */
  static void build(DockerClient client, String name, String dockerfile) {
    build(client, name, dockerfile, tar -> {});
  }

  private static void build(
      DockerClient client, String name, String dockerfile, TarContent content) {
    byte[] context =
        tar(
            tar -> {
              addFile(tar, "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8), 0644);
              content.writeTo(tar);
            });
    client
        .buildImageCmd(new ByteArrayInputStream(context))
        .withTags(Set.of(name))
        .exec(new BuildImageResultCallback())
        .awaitImageId(30, TimeUnit.SECONDS);
  }

  private static byte[] tar(TarContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      content.writeTo(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void addFile(TarArchiveOutputStream tar, String path, byte[] bytes, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void addLink(TarArchiveOutputStream tar, String path) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName("busybox");
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private interface TarContent {
    void writeTo(TarArchiveOutputStream tar) throws IOException;
  }
}
