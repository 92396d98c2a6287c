package io.viking.docker.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.ListVolumesResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What engines answer, or something that listens where an engine should. */
class EngineFuzzTest {
  private static final ObjectMapper JSON =
      DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();

  private static final String INSPECT =
      """
      {"Id":"4f53cda1","Name":"/app_web_a6df32","Image":"sha256:1","RestartCount":0,
      "State":{"Status":"running","StartedAt":"2026-11-24T12:00:00.000000001Z","ExitCode":0,
      "Health":{"Status":"healthy"}},"Config":{"Env":["A=b","SERVICE_80_NAME=x"],
      "Labels":{"viking.stack":"app"}},"HostConfig":{"NetworkMode":"default",
      "RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3}},
      "NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"10.0.0.1","HostPort":"32768"}],"53/udp":null},
      "Networks":{"bridge":{"NetworkID":"n1","IPAddress":"172.17.0.2","GlobalIPv6Address":"fd00::2"}}}}
      """;

  static Stream<FuzzTarget<?>> answers() {
    return Stream.of(
        answer("engine-container", InspectContainerResponse.class, ContainerReader::facts, INSPECT),
        answer(
            "engine-list",
            new TypeReference<List<Container>>() {},
            list -> list.stream().map(ContainerReader::summary).toList(),
            "[{\"Id\":\"4f\",\"Names\":[\"/a\"],\"ImageID\":\"i\",\"State\":\"running\","
                + "\"Created\":1700000000,\"Labels\":{\"viking.stack\":\"app\"}}]"),
        answer(
            "engine-networks",
            new TypeReference<List<Network>>() {},
            list ->
                List.of(Bridges.connecting(list), list.stream().map(Bridges::gateways).toList()),
            "[{\"Id\":\"0123456789abcdef\",\"Options\":{\"com.docker.network.bridge.enable_icc\":"
                + "\"false\"},\"IPAM\":{\"Config\":[{\"Subnet\":\"172.17.0.0/16\",\"Gateway\":"
                + "\"fd00::1/64\"}]}}]"),
        answer(
            "engine-volumes",
            ListVolumesResponse.class,
            VolumeReader::names,
            "{\"Volumes\":[{\"Name\":\"app_web_data\"}],\"Warnings\":null}"),
        answer(
            "engine-info",
            Info.class,
            info -> List.of(EngineReader.facts(new Version(), info), EngineReader.capacity(info)),
            "{\"MemTotal\":8589934592,\"NCPU\":4,\"LiveRestoreEnabled\":true,"
                + "\"SystemTime\":\"2026-11-24T12:00:00.5+01:00\"}"),
        answer(
            "engine-event",
            Event.class,
            EngineFuzzTest::heard,
            "{\"Type\":\"container\",\"Action\":\"health_status: healthy\",\"Actor\":{\"ID\":\"4f\","
                + "\"Attributes\":{\"name\":\"a\"}},\"time\":1700000000,\"timeNano\":170000000000}"));
  }

  static Stream<FuzzTarget<?>> texts() {
    return Stream.of(
        answer(
                "engine-version",
                Version.class,
                version -> ApiVersions.choose("tcp://a:1", version),
                "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}")
            .refuses(IllegalArgumentException.class)
            .refuses(EngineException.class),
        FuzzTarget.ofText(
                "engine-error", text -> EngineFailures.translate("tcp://a:1", failure(text)))
            .words("Status 404: ", "{\"message\":\"", "\"}")
            .examples("Status 404: {\"message\":\"No such container: x\"}", "Status 500: oops"),
        FuzzTarget.ofText(
                "engine-address", text -> EngineAddress.of(text, EngineOptions.defaults()).uri())
            .refuses(EngineException.class)
            .words("unix://", "tcp://", "https://", "http://", "10.0.0.1", ":2376", "[fd00::1]")
            .examples(
                "unix:///var/run/docker.sock", "tcp://10.0.0.1:2376", "tcp://[fd00::1]:2376"));
  }

  @ParameterizedTest
  @MethodSource({"answers", "texts"})
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }

  private static <A, T> FuzzTarget<T> answer(
      String name, Class<A> type, Function<A, T> reader, String example) {
    return answer(name, (byte[] bytes) -> JSON.readValue(bytes, type), reader, example);
  }

  private static <A, T> FuzzTarget<T> answer(
      String name, TypeReference<A> type, Function<A, T> reader, String example) {
    return answer(name, (byte[] bytes) -> JSON.readValue(bytes, type), reader, example);
  }

  /** docker-java's part of the work. */
  private interface Mapper<A> {
    A read(byte[] bytes) throws IOException;
  }

  private static <A, T> FuzzTarget<T> answer(
      String name, Mapper<A> mapper, Function<A, T> reader, String example) {
    return FuzzTarget.ofBytes(name, bytes -> reader.apply(parsed(bytes, mapper)))
        .words(
            "\"State\":",
            "\"Health\":",
            "\"Config\":",
            "\"HostConfig\":",
            "\"NetworkSettings\":",
            "\"Networks\":",
            "\"Ports\":",
            "80/tcp",
            "\"Id\":",
            "null",
            "running",
            "\"\"",
            "{}",
            "[]",
            "\"StartedAt\":",
            "\"HostPort\":",
            "\"HostIp\":")
        .examples(example);
  }

  /** What docker-java cannot read is its failure, which calls turn into an EngineException. */
  private static <A> A parsed(byte[] bytes, Mapper<A> mapper) {
    A answer;
    try {
      answer = mapper.read(bytes);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(EngineFailures.translate("tcp://a:1", e).getMessage(), e);
    }
    if (answer == null) {
      throw new IllegalArgumentException("null");
    }
    return answer;
  }

  private static Optional<ContainerEvent> heard(Event event) {
    List<ContainerEvent> events = new ArrayList<>();
    EventSubscription subscription =
        new EventSubscription(
            new EventListener() {
              @Override
              public void onEvent(ContainerEvent heard) {
                events.add(heard);
              }

              @Override
              public void onEnd(Optional<EngineException> cause) {}
            },
            thrown -> EngineFailures.translate("tcp://a:1", thrown));
    subscription.onNext(event);
    return events.stream().findFirst();
  }

  private static RuntimeException failure(String text) {
    return new NotFoundException(text);
  }
}
