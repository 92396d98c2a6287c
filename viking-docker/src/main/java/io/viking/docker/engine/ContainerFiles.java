package io.viking.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Files of containers, which the engine takes and gives as tar archives. */
final class ContainerFiles {
  private ContainerFiles() {}

  static String put(DockerClient docker, String container, String folder, byte[] tar) {
    docker
        .copyArchiveToContainerCmd(container)
        .withTarInputStream(new ByteArrayInputStream(tar))
        .withRemotePath(folder)
        .exec();
    return container;
  }

  static byte[] get(DockerClient docker, String container, String path) {
    try (InputStream answer = docker.copyArchiveFromContainerCmd(container, path).exec();
        TarArchiveInputStream tar = new TarArchiveInputStream(answer)) {
      if (tar.getNextEntry() == null) {
        throw new NotFoundException("no file " + path + " in container " + container);
      }
      return tar.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
