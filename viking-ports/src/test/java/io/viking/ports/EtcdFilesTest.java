package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdFilesTest {
  @TempDir private Path folder;
  private TestCertificates certificates;

  @BeforeEach
  void makeAuthority() {
    certificates = TestCertificates.in(folder, "ca");
  }

  private static EtcdOptions.Builder member() {
    return EtcdOptions.builder().addEndpoints("127.0.0.1:1");
  }

  private static void open(EtcdOptions.Builder options) {
    ClusterStore.etcd(options.build()).close();
  }

  @Test
  void aStoreOpensWithFilesThatFitEachOther() {
    TestCertificates.Issued own = certificates.issue("client");

    assertThatCode(
            () ->
                open(
                    member()
                        .caCertificate(certificates.ca())
                        .clientCertificate(own.certificate())
                        .clientKey(own.key())))
        .doesNotThrowAnyException();
  }

  @Test
  void aFileThatDoesNotExistIsNamedWhenTheStoreIsOpened() {
    Path missing = folder.resolve("missing.pem");

    assertThatThrownBy(() -> open(member().caCertificate(missing)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll(missing.toString(), "does not exist", "Fix: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n"
      })
  void aFileThatHoldsNoCertificateIsNamed(String content) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.pem"), content);

    assertThatThrownBy(() -> open(member().caCertificate(bad)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll(bad.toString(), "Fix: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN PRIVATE KEY-----\nZ2FyYmFnZQ==\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nMIQ=\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n"
      })
  void aFileThatHoldsNoKeyIsNamed(String content) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.key"), content);
    Path certificate = certificates.issue("client").certificate();

    assertThatThrownBy(() -> open(member().clientCertificate(certificate).clientKey(bad)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll(bad.toString(), "Fix: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MAA=
        -----END ENCRYPTED PRIVATE KEY-----
        """,
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED

        MAA=
        -----END RSA PRIVATE KEY-----
        """
      })
  void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt(String content) throws IOException {
    Path encrypted = Files.writeString(folder.resolve("encrypted.key"), content);
    Path certificate = certificates.issue("client").certificate();

    assertThatThrownBy(() -> open(member().clientCertificate(certificate).clientKey(encrypted)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll("is encrypted", "openssl pkcs8 -topk8 -nocrypt -in " + encrypted);
  }

  @Test
  void aKeyOfAnotherCertificateIsFoundOut() {
    Path certificate = certificates.issue("one").certificate();
    Path key = certificates.issue("two").key();

    assertThatThrownBy(() -> open(member().clientCertificate(certificate).clientKey(key)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll(certificate.toString(), key.toString(), "Fix: ");
  }

  @Test
  void aPasswordFileIsReadWithoutTheLineBreakAtItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3 cret \n");

    assertThat(new PemFile("etcd's password", file).secret()).isEqualTo("s3 cret ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void anEmptyPasswordFileIsNamedWhenTheStoreIsOpened(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), content);

    assertThatThrownBy(() -> open(member().user("viking").passwordFile(file)))
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContainingAll(file.toString(), "is empty", "Fix: ");
  }

  /** PKCS#1 is what stands in PKCS#8's last element; made here as OpenSSL's older versions do. */
  @Test
  void anRsaKeyOfTheOlderFormIsRead() throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    Path file = write("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));

    assertThat(new PemFile("the key", file).key())
        .isInstanceOfSatisfying(
            RSAPrivateCrtKey.class,
            key ->
                assertThat(key.getPrivateExponent())
                    .isEqualTo(((RSAPrivateCrtKey) keys.getPrivate()).getPrivateExponent()));
  }

  /** Written by {@code openssl ecparam -name prime256v1 -genkey}, which starts with parameters. */
  @Test
  void anEllipticKeyOfTheOlderFormIsRead() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ec.key"),
            """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIHT0d8G5M9sTiAlHlt9QSNJFbcZhWlB1WqISmrsallkpoAoGCCqGSM49
            AwEHoUQDQgAEOY5VMIcTjF+BZ8xE6eXUE6DsffY45YBa9KtsET2aPSqpW9i8liKo
            jILvUVgx2aC8KAv50bY+ntySXpFO1qaPTg==
            -----END EC PRIVATE KEY-----
            """);

    assertThat(new PemFile("the key", file).key().getAlgorithm()).isEqualTo("EC");
  }

  private Path write(String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
