package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import io.viking.docker.engine.EngineException.Kind;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words are those of Java 17, 21 and 25, and of Go's HTTP server. */
class TlsFailuresTest {
  private static final String ENGINE = "tcp://10.0.0.1:2376";

  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(
            new BadRequestException("Client sent an HTTP request to an HTTPS server.\n"),
            "it wants TLS."),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"), "it does not speak TLS."),
        Arguments.of(
            new SSLPeerUnverifiedException(
                "Certificate for <10.0.0.1> doesn't match any of the subject alternative names"),
            "its certificate is for another name: "),
        Arguments.of(
            new CertificateException(
                "No subject alternative names matching IP address 10.0.0.1 found"),
            "its certificate is for another name: "),
        Arguments.of(
            new SSLHandshakeException("PKIX path building failed: unable to find"),
            "its certificate is not trusted: "),
        Arguments.of(
            new CertificateException("NotAfter: Tue Nov 24 12:00:00 UTC 2026"),
            "its certificate is not trusted: "),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            "it does not accept this program's certificate: "),
        Arguments.of(
            new SSLHandshakeException("(certificate_required) Received fatal alert"),
            "it does not accept this program's certificate: "));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void whatIsWrongWithTlsIsToldWithItsFix(Exception failure, String reason) {
    EngineException ours = EngineFailures.translate(ENGINE, new RuntimeException(failure));

    assertThat(ours.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(ours.reason()).startsWith(reason).contains("\n  Fix: ");
  }

  static final List<Exception> OTHERS =
      List.of(
          new ConnectException("Connection refused"),
          new InternalServerErrorException("x509: certificate signed by unknown authority"),
          new BadRequestException("bad certificate"),
          new SSLException("Received fatal alert: internal_error"));

  @ParameterizedTest
  @FieldSource("OTHERS")
  void otherFailuresAreLeftAsTheyAre(Exception failure) {
    assertThat(TlsFailures.reason(failure)).isEmpty();
    assertThat(TlsFailures.hangUp(failure)).isEmpty();
  }

  @Test
  void anEngineThatHangsUpMayHaveRefusedTheCertificate() {
    Throwable hangUp = new RuntimeException(new SocketException("Broken pipe"));

    assertThat(TlsFailures.hangUp(hangUp).orElseThrow())
        .startsWith("it hung up: Broken pipe\n  Fix: if it does so each time")
        .contains("DOCKER_CERT_PATH");
  }
}
