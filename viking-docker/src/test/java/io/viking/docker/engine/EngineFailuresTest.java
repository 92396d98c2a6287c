package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.viking.docker.engine.EngineException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EngineFailuresTest {
  private static final String ENGINE = "unix:///var/run/docker.sock";

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(new NotFoundException("no such container"), Kind.NOT_FOUND),
        Arguments.of(new ConflictException("name in use"), Kind.CONFLICT),
        Arguments.of(new BadRequestException("bad"), Kind.REFUSED),
        Arguments.of(new InternalServerErrorException("no space left"), Kind.REFUSED),
        Arguments.of(new DockerClientException("no such image"), Kind.REFUSED),
        Arguments.of(new DockerClientException("x", new IOException("reset")), Kind.UNREACHABLE),
        Arguments.of(new RuntimeException(new ConnectException("refused")), Kind.UNREACHABLE),
        Arguments.of(new IllegalStateException("odd"), Kind.UNREACHABLE));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatTheEngineSaidIsToldFromItsAbsence(Throwable failure, Kind kind) {
    EngineException ours = EngineFailures.translate(ENGINE, failure);

    assertThat(ours.kind()).isEqualTo(kind);
    assertThat(ours.engine()).isEqualTo(ENGINE);
    assertThat(ours).hasCause(failure).hasMessage("engine " + ENGINE + ": " + ours.reason());
  }

  @Test
  void oursIsLeftAsItIs() {
    EngineException ours = new EngineException(Kind.CONFLICT, ENGINE, "taken", null);

    assertThat(EngineFailures.translate("tcp://other:1", ours)).isSameAs(ours);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "{\"message\":\"No such image: a:1\"}, No such image: a:1",
        "{\"message\":\"it said \\\"no\\\"\"}, it said \"no\"",
        "{\"message\":\"C:\\\\new\"}, C:\\new",
        "{\"message\":\"\\u003cnil\\u003e \\u0026 more\"}, <nil> & more",
        "~{\"code\":7,\"message\":\"why\"}~, why",
        "~~, Status 500:",
        "Bad Gateway, Bad Gateway",
        "{\"error\":\"why\"}, {\"error\":\"why\"}",
        "{\"message\":\"cut, {\"message\":\"cut",
      })
  void theReasonIsTheEnginesOwnWords(String answer, String reason) {
    EngineException ours =
        EngineFailures.translate(ENGINE, new InternalServerErrorException(answer));

    assertThat(ours.reason()).isEqualTo(reason);
  }

  @Test
  void theReasonMayHaveSeveralLines() {
    EngineException ours =
        EngineFailures.translate(
            ENGINE, new InternalServerErrorException("{\"message\":\"one\\ntwo\\tthree\"}\n"));

    assertThat(ours.reason()).isEqualTo("one\ntwo\tthree");
  }

  @Test
  void theReasonOfAnAbsenceIsItsRoot() {
    Throwable refused = new RuntimeException("wrapped", new ConnectException("Connection refused"));
    Throwable late = new RuntimeException(new SocketTimeoutException("Read timed out"));
    Throwable silent = new RuntimeException(new IOException());

    assertThat(EngineFailures.translate(ENGINE, refused).reason()).isEqualTo("Connection refused");
    assertThat(EngineFailures.translate(ENGINE, late).reason())
        .isEqualTo("it did not answer in time (Read timed out)");
    assertThat(EngineFailures.translate(ENGINE, silent).reason()).isEqualTo("IOException");
  }
}
