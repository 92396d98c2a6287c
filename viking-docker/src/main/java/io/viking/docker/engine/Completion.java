package io.viking.docker.engine;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import io.viking.docker.engine.EngineException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a call that docker-java answers by callbacks, within a deadline. */
final class Completion {
  private Completion() {}

  static void await(
      ResultCallbackTemplate<?, ?> callback,
      String what,
      EngineConnection connection,
      Duration deadline) {
    String engine = connection.address().text();
    boolean done;
    try (callback) {
      done = callback.awaitCompletion(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Kind.UNREACHABLE, engine, "interrupted: " + what, e);
    } catch (IOException e) {
      throw new EngineException(Kind.UNREACHABLE, engine, what + " broke off: " + e, e);
    } catch (RuntimeException e) {
      throw connection.translate(e);
    }
    if (!done) {
      throw new EngineException(
          Kind.UNREACHABLE,
          engine,
          what + " was not done within " + Deadlines.text(deadline),
          null);
    }
  }
}
