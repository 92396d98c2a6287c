package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final ServiceName MONGO = ServiceName.of("shared", "mongo");

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "Web-2", "a--b", "a-"})
  void takesLettersDigitsAndDashes(String name) {
    assertThat(StackName.of(name)).hasToString(name);
    assertThat(JobName.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a_b", "a.b", "a/b", "é", "a b", "a\n", "١"})
  void refusesAllElse(String name) {
    assertThat(StackName.isValid(name)).isFalse();
    assertThat(JobName.isValid(name)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> StackName.of(name));
    assertThatIllegalArgumentException().isThrownBy(() -> JobName.of(name));
  }

  @Test
  void takesSixtyThreeCharactersAtTheMost() {
    assertThat(JobName.isValid("a".repeat(63))).isTrue();
    assertThat(JobName.isValid("a".repeat(64))).isFalse();
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobName.of("my_web"))
        .withMessage(
            "job name 'my_web' is not valid: letters, digits and '-', starting with a letter or"
                + " digit, at most 63 characters (no '_')");
  }

  @Test
  void joinsAServiceNameWithAnUnderscoreForTheClusterAndASlashForPeople() {
    assertThat(MONGO.value()).isEqualTo("shared_mongo").isEqualTo(MONGO.toString());
    assertThat(MONGO.path()).isEqualTo("shared/mongo");
    assertThat(ServiceName.parse("shared/mongo")).isEqualTo(MONGO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mongo", "/mongo", "shared/", "a/b/c", "shared_mongo"})
  void refusesAServicePathOfAnotherForm(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServiceName.parse(path));
  }

  @Test
  void sortsServicesByStackThenJob() {
    assertThat(ServiceName.of("a", "z")).isLessThan(ServiceName.of("b", "a"));
    assertThat(ServiceName.of("a", "a")).isLessThan(ServiceName.of("a", "b"));
  }

  @Test
  void readsBackTheKeyOfAServicePort() {
    ServicePort port = ServicePort.parse("shared/mongo/27017/tcp");

    assertThat(port).isEqualTo(new ServicePort(MONGO, ExposedPort.tcp(27017)));
    assertThat(port.path()).isEqualTo("shared/mongo/27017/tcp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shared/mongo", "shared/mongo/80", "a/b/c/80/tcp", "a/b/1-2/tcp", "a/b/80/x"})
  void refusesAServicePortOfAnotherForm(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServicePort.parse(path));
  }

  @Test
  void addsTheProtocolToTheRegistryNameOfAllButTcp() {
    assertThat(new ServicePort(MONGO, ExposedPort.tcp(53)).registryName())
        .isEqualTo("shared_mongo_53");
    assertThat(new ServicePort(MONGO, ExposedPort.udp(53)).registryName())
        .isEqualTo("shared_mongo_53_udp");
  }

  @Test
  void namesAContainerAndItsPortsAfterTheInstance() {
    InstanceId instance = new InstanceId(MONGO, Pid.of("a6df32"));

    assertThat(instance.containerName()).isEqualTo("shared_mongo_a6df32");
    assertThat(instance.serviceId(ExposedPort.tcp(27017))).isEqualTo("shared_mongo_27017_a6df32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a6df3", "a6df322", "A6DF32", "g00000"})
  void refusesAPidThatIsNotSixLowerCaseHexDigits(String pid) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pid.of(pid));
  }

  @Test
  void findsTheInstanceOfAServiceId() {
    InstanceId instance = new InstanceId(ServiceName.of("my-app", "web-2"), Pid.of("a1b2c3"));

    assertThat(InstanceId.ofServiceId(instance.serviceId(ExposedPort.tcp(80)))).contains(instance);
    assertThat(InstanceId.ofServiceId(instance.serviceId(ExposedPort.udp(53)))).contains(instance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node-1:web:80",
        "app_web_a1b2c3",
        "app_web_80_nopid",
        "app_web_80_a1b2c3_udp",
        "app_web_x_a1b2c3",
        "app__80_a1b2c3"
      })
  void findsNoInstanceInAnyOtherId(String id) {
    assertThat(InstanceId.ofServiceId(id)).isEmpty();
  }
}
