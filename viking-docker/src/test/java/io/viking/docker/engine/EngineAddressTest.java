package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {
  private static final EngineOptions PLAIN = EngineOptions.defaults();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/docker.sock, unix:///var/run/docker.sock, true",
    "tcp://10.0.0.1:2375, tcp://10.0.0.1:2375, false",
    "tcp://10.0.0.1:2375/, tcp://10.0.0.1:2375, false",
    "http://engine.example:2375, tcp://engine.example:2375, false",
    "tcp://[fd00::1]:2375, tcp://[fd00::1]:2375, false",
  })
  void anAddressIsTakenAsTheClientTakesIt(String text, String uri, boolean unix) {
    EngineAddress address = EngineAddress.of(text, PLAIN);

    assertThat(address.text()).isEqualTo(text);
    assertThat(address.uri()).hasToString(uri);
    assertThat(address.isUnix()).isEqualTo(unix);
    assertThat(address.tls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://root@10.0.0.1", "npipe:////./pipe/docker", "10.0.0.1:2375", ""})
  void anotherFormIsRefusedWithThoseThatThereAre(String text) {
    assertRefused(() -> EngineAddress.of(text, PLAIN))
        .hasMessageStartingWith("engine " + text + ": ")
        .hasMessageContainingAll("Fix: unix:///var/run/docker.sock, or tcp://host:2376", "ssh -NL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1", "tcp://:2375", "http://10.0.0.1/"})
  void hostAndPortAreNeeded(String text) {
    assertRefused(() -> EngineAddress.of(text, PLAIN))
        .hasMessage(
            "engine "
                + text
                + ": host and port are needed.\n  Fix: write it as in tcp://10.0.0.1:2376.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1:23 76", "unix://", "unix:///a b"})
  void whatIsNoUrlIsRefused(String text) {
    assertRefused(() -> EngineAddress.of(text, PLAIN))
        .hasMessageContainingAll("engine " + text, "it is not a URL", "Fix: ");
  }

  @Test
  void httpsWithoutCertificatesIsRefused() {
    assertRefused(() -> EngineAddress.of("https://10.0.0.1:2376", PLAIN))
        .hasMessageContainingAll("no certificates", "Fix: set DOCKER_TLS_VERIFY=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http", "https"})
  void aFolderWithoutCertificatesIsNeverTakenForPlainHttp(String scheme) {
    assertRefused(() -> EngineClient.open(scheme + "://10.0.0.1:2376", tls()))
        .hasMessageContaining(
            "TLS was asked for, but ca.pem, cert.pem, key.pem cannot be read in "
                + folder
                + ".\n  Fix: put ca.pem, cert.pem and key.pem there, or set DOCKER_CERT_PATH.");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.createFile(folder.resolve("ca.pem"));
    Files.createFile(folder.resolve("key.pem"));

    assertRefused(() -> EngineAddress.of("tcp://10.0.0.1:2376", tls()))
        .hasMessageContaining("but cert.pem cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a certificate"})
  void certificatesThatAreNoneAreRefused(String content) throws IOException {
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.writeString(folder.resolve(file), content);
    }

    assertRefused(() -> EngineClient.open("tcp://10.0.0.1:2376", tls()))
        .hasMessageContainingAll("TLS was asked for", folder.toString(), "Fix: ");
  }

  @Test
  void aSocketNeedsNoCertificates() {
    EngineAddress address = EngineAddress.of("unix:///var/run/docker.sock", tls());

    assertThat(address.tls()).isEmpty();
  }

  private EngineOptions tls() {
    return EngineOptions.builder().certificates(folder).build();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
  }
}
