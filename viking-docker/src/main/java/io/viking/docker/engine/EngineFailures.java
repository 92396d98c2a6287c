package io.viking.docker.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.viking.docker.engine.EngineException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docker-java's failures as ours. */
final class EngineFailures {
  private static final Pattern STATUS = Pattern.compile("(?s)Status \\d+: (.*)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineFailures() {}

  static EngineException translate(String engine, Throwable failure) {
    if (failure instanceof EngineException ours) {
      return ours;
    }
    return TlsFailures.reason(failure)
        .map(reason -> new EngineException(Kind.UNREACHABLE, engine, reason, failure))
        .orElseGet(() -> new EngineException(kind(failure), engine, reason(failure), failure));
  }

  private static Kind kind(Throwable failure) {
    if (failure instanceof NotFoundException) {
      return Kind.NOT_FOUND;
    }
    if (failure instanceof ConflictException) {
      return Kind.CONFLICT;
    }
    boolean answered =
        failure instanceof DockerException || failure instanceof DockerClientException;
    return answered && !hasIoCause(failure) ? Kind.REFUSED : Kind.UNREACHABLE;
  }

  private static boolean hasIoCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    if (failure instanceof DockerException) {
      return engineWords(String.valueOf(failure.getMessage()));
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof SocketTimeoutException) {
      return "it did not answer in time (" + root.getMessage() + ")";
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String engineWords(String message) {
    Matcher status = STATUS.matcher(message);
    String body = status.matches() ? status.group(1).trim() : "";
    return body.isEmpty() ? message.trim() : words(body);
  }

  private static String words(String body) {
    try {
      return JSON.readTree(body).path("message").asText(body);
    } catch (JsonProcessingException e) {
      return body; // A proxy's answer, or one that was cut.
    }
  }
}
