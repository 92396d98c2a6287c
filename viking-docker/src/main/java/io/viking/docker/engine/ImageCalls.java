package io.viking.docker.engine;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.Image;
import io.viking.docker.engine.EngineException.Kind;
import io.viking.model.ExposedPort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What concerns images. */
final class ImageCalls {
  private final EngineConnection connection;

  ImageCalls(EngineConnection connection) {
    this.connection = connection;
  }

  Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    List<Image> images = connection.call(docker -> docker.listImagesCmd().exec());
    for (Image image : images) {
      Stream.ofNullable(image.getRepoTags())
          .flatMap(Arrays::stream)
          .filter(name -> !name.startsWith("<none>"))
          .forEach(name -> names.put(name, image.getId()));
    }
    return names;
  }

  ImageFacts inspect(String name) {
    InspectImageResponse image = connection.call(docker -> docker.inspectImageCmd(name).exec());
    ContainerConfig config = image.getConfig();
    List<ExposedPort> ports =
        Stream.ofNullable(config)
            .flatMap(any -> Stream.ofNullable(any.getExposedPorts()))
            .flatMap(Arrays::stream)
            .map(ContainerReader::port)
            .sorted()
            .toList();
    return new ImageFacts(String.valueOf(image.getId()), ports);
  }

  void pull(String image) {
    PullImageResultCallback callback = new PullImageResultCallback();
    connection.stream(docker -> docker.pullImageCmd(withTag(image)).exec(callback));
    await(callback, "fetching image " + image);
  }

  void build(Path tar, String tag) {
    sending(
        tar,
        stream -> {
          BuildImageResultCallback callback = new BuildImageResultCallback();
          connection.stream(
              docker ->
                  docker
                      .buildImageCmd()
                      .withTarInputStream(stream)
                      .withTags(Set.of(tag))
                      .withForcerm(true)
                      .withPull(false)
                      .withNetworkMode("none")
                      .exec(callback));
          await(callback, "building image " + tag);
          // The stream may end without a result and without an error: the image is the proof.
          inspect(tag);
        });
  }

  void load(Path tar) {
    sending(
        tar,
        stream -> {
          LoadImageCallback callback = new LoadImageCallback();
          connection.stream(docker -> docker.loadImageAsyncCmd(stream).exec(callback));
          await(callback, "loading " + tar.getFileName());
        });
  }

  private void sending(Path tar, Consumer<InputStream> action) {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(tar), 1 << 16)) {
      action.accept(stream);
    } catch (IOException e) {
      throw new EngineException(
          Kind.REFUSED, connection.address().text(), "cannot read " + tar + ": " + e, e);
    }
  }

  private void await(ResultCallbackTemplate<?, ?> callback, String what) {
    Completion.await(callback, what, connection, connection.options().transferTimeout());
  }

  /** Without a tag the engine would fetch every tag there is. */
  private static String withTag(String image) {
    boolean named = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
    return named ? image : image + ":latest";
  }
}
