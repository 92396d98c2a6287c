package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.model.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
  private static final String CANARY = "canary-5f3a";

  @TempDir private Path folder;
  private final SecretReader reader =
      SecretReader.local(Map.of("TOKEN", CANARY, "NOTHING", "", "BELL", CANARY + "\u0007"));

  @Test
  void readsAFileWithoutTheOneLineBreakAtItsEnd() throws IOException {
    assertThat(read("a")).isEqualTo("a");
    assertThat(read("a\n")).isEqualTo("a");
    assertThat(read("a\r\n")).isEqualTo("a");
    assertThat(read("a\n\n")).isEqualTo("a\n");
    assertThat(read(" a \n")).isEqualTo(" a ");
    assertThat(read("-----BEGIN\n\té🎉\n-----END\n")).isEqualTo("-----BEGIN\n\té🎉\n-----END");
  }

  @Test
  void readsAFileOf64KibibytesAndNoLargerOne() throws IOException {
    assertThat(read("x".repeat(64 << 10))).hasSize(64 << 10);

    assertThat(refusal(file((CANARY + "x".repeat(64 << 10)).getBytes(StandardCharsets.UTF_8))))
        .hasMessage("it is larger than 64 KiB");
  }

  @Test
  void followsASymbolicLinkAsMountedSecretsAre() throws IOException {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), file("a\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(reader.read(SecretSource.file(link.toString()))).isEqualTo("a");
  }

  @Test
  void readsAVariableAsItIs() {
    assertThat(reader.read(SecretSource.env("TOKEN"))).isEqualTo(CANARY);
  }

  @Test
  void saysWhyAVariableCannotBeReadAndNeverItsValue() {
    assertThat(refusal(SecretSource.env("MISSING"))).hasMessage("it is not set");
    assertThat(refusal(SecretSource.env("NOTHING"))).hasMessage("it is empty");
    assertThat(refusal(SecretSource.env("BELL")))
        .hasMessage("a variable cannot hold the control character U+0007");
  }

  @Test
  void saysWhyAFileCannotBeReadAndNeverWhatItHolds() throws IOException {
    assertThat(refusal(folder.resolve("missing"))).hasMessage("it does not exist");
    assertThat(refusal(folder)).hasMessage("it is no ordinary file");
    assertThat(refusal(Path.of("/dev/zero"))).hasMessage("it is no ordinary file");
    assertThat(refusal(file(new byte[0]))).hasMessage("it is empty");
    assertThat(refusal(file("\n".getBytes(StandardCharsets.UTF_8)))).hasMessage("it is empty");
    assertThat(refusal(file((CANARY + "\u0000").getBytes(StandardCharsets.UTF_8))))
        .hasMessage("a variable cannot hold the control character U+0000");
    assertThat(refusal(file(new byte[] {'c', (byte) 0xff, 'y'}))).hasMessage("it is not UTF-8");
  }

  private String read(String content) throws IOException {
    return reader.read(
        SecretSource.file(file(content.getBytes(StandardCharsets.UTF_8)).toString()));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "secret", ""), content);
  }

  private UnreadableSecretException refusal(Path file) {
    return refusal(SecretSource.file(file.toString()));
  }

  private UnreadableSecretException refusal(SecretSource source) {
    UnreadableSecretException refusal =
        catchThrowableOfType(UnreadableSecretException.class, () -> reader.read(source));
    assertThat(refusal.fix()).isNotBlank().endsWith(".").doesNotContain("canary");
    assertThat(refusal).hasMessageNotContaining("canary");
    return refusal;
  }
}
