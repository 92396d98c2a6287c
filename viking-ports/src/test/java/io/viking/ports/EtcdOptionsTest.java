package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdOptionsTest {
  private static final Path FILE = Path.of("ca.pem");

  private static EtcdOptions.Builder member() {
    return EtcdOptions.builder().addEndpoints("10.0.0.1:2379");
  }

  @Test
  void aMemberWithoutASchemeIsReachedWithoutTls() {
    assertThat(member().build().endpoints()).containsExactly("http://10.0.0.1:2379");
  }

  @Test
  void aMemberWithoutASchemeIsReachedByTlsWhereThereIsACertificate() {
    EtcdOptions withCa = member().caCertificate(FILE).build();
    EtcdOptions withName = member().serverName("etcd.test").build();
    EtcdOptions withCertificate = member().clientCertificate(FILE).clientKey(FILE).build();

    assertThat(withCa.endpoints()).containsExactly("https://10.0.0.1:2379");
    assertThat(withName.endpoints()).containsExactly("https://10.0.0.1:2379");
    assertThat(withCertificate.endpoints()).containsExactly("https://10.0.0.1:2379");
  }

  @Test
  void thePasswordIsNotPartOfItsText() {
    EtcdOptions options = member().user("viking").password("s3cret").build();

    assertThat(options.toString()).contains("viking").doesNotContain("s3cret");
  }

  @Test
  void aCertificateNeedsItsKeyAndAKeyItsCertificate() {
    assertThatThrownBy(() -> member().clientCertificate(FILE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("without its key", "Fix: ");
    assertThatThrownBy(() -> member().clientKey(FILE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("without its certificate", "Fix: ");
  }

  @Test
  void aUserNeedsAPasswordAndAPasswordAUser() {
    assertThatThrownBy(() -> member().user("viking").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'viking' has no password", "Fix: ");
    assertThatThrownBy(() -> member().password("s3cret").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("without a user", "Fix: ")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> member().passwordFile(FILE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("without a user", "Fix: ");
  }

  @Test
  void aPasswordIsGivenOnceAndNotEmpty() {
    assertThatThrownBy(() -> member().user("v").password("s3cret").passwordFile(FILE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("twice", "Fix: ")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> member().user("v").password("").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("must not be empty", "Fix: ");
  }

  @Test
  void certificatesForAMemberWithoutTlsAreRefused() {
    assertThatThrownBy(
            () ->
                EtcdOptions.builder()
                    .addEndpoints("http://10.0.0.1:2379")
                    .caCertificate(FILE)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("http://10.0.0.1:2379", "not encrypted", "Fix: ");
  }

  @Test
  void membersArePartlySecureOnlyByMistake() {
    assertThatThrownBy(() -> EtcdOptions.of("https://10.0.0.1:2379", "10.0.0.2:2379"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("partly http", "http://10.0.0.2:2379", "Fix: ");
  }

  @Test
  void aPasswordInAnEndpointIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> EtcdOptions.of("https://viking:s3cret@10.0.0.1:2379"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Fix: ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void everySettingHasAVariable() {
    EtcdOptions options =
        EtcdOptions.fromVariables(
                Map.of(
                    "VIKING_ETCD", "10.0.0.1:2379, 10.0.0.2:2379",
                    "VIKING_KEY", "/other",
                    "VIKING_DEADLINE", "1500ms",
                    "VIKING_ETCD_CA", "ca.pem",
                    "VIKING_ETCD_CERT", "cert.pem",
                    "VIKING_ETCD_CERT_KEY", "key.pem",
                    "VIKING_ETCD_SERVER_NAME", "etcd.test",
                    "VIKING_ETCD_USER", "viking",
                    "VIKING_ETCD_PASSWORD_FILE", "password"))
            .build();

    assertThat(options)
        .isEqualTo(
            EtcdOptions.builder()
                .addEndpoints("https://10.0.0.1:2379", "https://10.0.0.2:2379")
                .baseKey("/other")
                .deadline(Duration.ofMillis(1500))
                .caCertificate(Path.of("ca.pem"))
                .clientCertificate(Path.of("cert.pem"))
                .clientKey(Path.of("key.pem"))
                .serverName("etcd.test")
                .user("viking")
                .passwordFile(Path.of("password"))
                .build());
  }

  @Test
  void aPasswordInAVariableIsTakenAsItIs() {
    EtcdOptions options =
        EtcdOptions.fromVariables(
                Map.of(
                    "VIKING_ETCD", "10.0.0.1:2379",
                    "VIKING_ETCD_USER", "viking",
                    "VIKING_ETCD_PASSWORD", " s3 cret "))
            .build();

    assertThat(options.password()).contains(" s3 cret ");
  }

  @Test
  void blankVariablesLeaveTheDefaults() {
    EtcdOptions options =
        EtcdOptions.fromVariables(
                Map.of(
                    "VIKING_ETCD", "10.0.0.1:2379", "VIKING_ETCD_CA", " ", "VIKING_DEADLINE", ""))
            .build();

    assertThat(options).isEqualTo(EtcdOptions.of("10.0.0.1:2379"));
  }

  @ParameterizedTest
  @CsvSource({"5s,5000", "250ms,250", "2m,120000"})
  void aDeadlineIsWrittenWithItsUnit(String text, long millis) {
    EtcdOptions options =
        EtcdOptions.fromVariables(Map.of("VIKING_ETCD", "a:1", "VIKING_DEADLINE", text)).build();

    assertThat(options.deadline()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aDeadlineThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> EtcdOptions.fromVariables(Map.of("VIKING_DEADLINE", "soon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'soon'", "Fix: ");
  }
}
