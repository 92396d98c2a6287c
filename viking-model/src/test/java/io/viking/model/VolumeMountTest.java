package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeMountTest {
  private static final ServiceName DB = ServiceName.of("shared", "db");

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/data:ro", "name:/data", "/host/path:/data:ro", "a.b-c:/x y"})
  void writesTheFormThatItReads(String text) {
    assertThat(VolumeMount.parse(text)).hasToString(text);
  }

  @Test
  void takesReadWriteAsTheDefault() {
    assertThat(VolumeMount.parse("/data:rw")).isEqualTo(VolumeMount.parse("/data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data",
        "/",
        ":/data",
        "a b:/data",
        "a_b:/data",
        "/a:/b:z",
        "/a:b",
        "./a:/b",
        "/..",
        "/a/../b",
        "/a\nb",
        "/../x:/y",
        "a:",
        "ro",
        ":ro"
      })
  void refusesWhatIsNoVolume(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> VolumeMount.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "/db/data, shared_db_db-data",
    "/data, shared_db_data",
    "name:/data, shared_name",
    "/a.b/C, shared_db_a.b-C"
  })
  void namesAVolumeSoThatItCanBeFoundAgain(String text, String name) {
    assertThat(VolumeMount.parse(text).volumeName(DB)).contains(name);
  }

  @Test
  void keepsPathsApartThatWouldLookAlike() {
    Optional<String> plain = VolumeMount.parse("/a/b").volumeName(DB);
    Optional<String> dashed = VolumeMount.parse("/a-b").volumeName(DB);
    Optional<String> underscored = VolumeMount.parse("/a_b").volumeName(DB);

    assertThat(plain).contains("shared_db_a-b").isNotEqualTo(dashed);
    assertThat(dashed).isNotEqualTo(underscored);
  }

  @Test
  void keepsAServicesOwnVolumeApartFromANamedOneOfTheStack() {
    Optional<String> own = VolumeMount.parse("/data").volumeName(DB);
    Optional<String> named = VolumeMount.parse("db-data:/data").volumeName(DB);

    assertThat(own).isNotEqualTo(named);
  }

  @Test
  void givesAFolderOfTheHostNoVolumeName() {
    VolumeMount mount = VolumeMount.parse("/srv:/data");

    assertThat(mount.isHostPath()).isTrue();
    assertThat(mount.volumeName(DB)).isEmpty();
  }
}
