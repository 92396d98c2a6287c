package io.viking.ports;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What a failure of etcd means, and how to say it. */
final class EtcdFailure {
  private EtcdFailure() {}

  /** Whether asking again does not change the answer. */
  static boolean isFinal(EtcdOptions options, Throwable failure) {
    return unusable(failure).isPresent()
        || EtcdRefusal.isFinal(status(failure))
        || EtcdRefusal.of(options, failure).isPresent();
  }

  /** Whether it shows that etcd is there: it has answered, if not with what was asked for. */
  static boolean isAnswer(Throwable failure) {
    return EtcdRefusal.isFinal(status(failure)) || EtcdRefusal.isStaleToken(status(failure));
  }

  /** Whether etcd does not know the lease: it has expired, was revoked, or the data is gone. */
  static boolean isLeaseLost(Throwable failure) {
    Throwable cause = failure.getCause();
    return status(failure).getCode() == Status.Code.NOT_FOUND
        || (cause != null && status(cause).getCode() == Status.Code.NOT_FOUND);
  }

  static StoreUnavailableException unavailable(
      EtcdOptions options, String what, Deadline deadline, Throwable cause) {
    return new StoreUnavailableException(
        "could not %s: etcd at %s did not answer within %s (%s).%n  Fix: %s"
            .formatted(
                what,
                String.join(", ", options.endpoints()),
                seconds(deadline),
                reason(cause),
                "check that etcd runs and that this host reaches it: etcdctl --endpoints="
                    + String.join(",", options.endpoints())
                    + " endpoint health"),
        cause);
  }

  static StoreUnavailableException refused(
      EtcdOptions options, String what, Deadline deadline, Throwable cause) {
    Optional<StoreAccessException> unusable = unusable(cause);
    if (unusable.isPresent()) {
      return new StoreAccessException(
          "could not " + what + ": " + unusable.get().getMessage(), cause);
    }
    Optional<EtcdRefusal> refusal = EtcdRefusal.of(options, cause);
    if (refusal.isPresent()) {
      return refused(options, what, deadline, refusal.get(), cause);
    }
    EtcdRefusal other = new EtcdRefusal(reason(cause), "see what etcd says; its own log has more.");
    return new StoreUnavailableException(message(options, what, deadline, other), cause);
  }

  static StoreAccessException refused(
      EtcdOptions options, String what, Deadline deadline, EtcdRefusal refusal, Throwable cause) {
    return new StoreAccessException(message(options, what, deadline, refusal), cause);
  }

  private static String message(
      EtcdOptions options, String what, Deadline deadline, EtcdRefusal refusal) {
    return "could not %s: etcd at %s refused within the deadline of %s (%s).%n  Fix: %s"
        .formatted(
            what,
            String.join(", ", options.endpoints()),
            seconds(deadline),
            refusal.reason(),
            refusal.fix());
  }

  static StoreUnavailableException interrupted(
      EtcdOptions options, String what, InterruptedException cause) {
    return new StoreUnavailableException(
        "could not %s: interrupted while waiting for etcd at %s.%n  Fix: call again."
            .formatted(what, String.join(", ", options.endpoints())),
        cause);
  }

  /** The reason of a call that was overtaken by others until its deadline. */
  static Throwable conflict() {
    return new IllegalStateException("other allocators were faster each time");
  }

  private static String seconds(Deadline deadline) {
    long millis = deadline.length().toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** The innermost cause: gRPC's own message is often no more than "io exception". */
  static String reason(Throwable failure) {
    if (failure instanceof TimeoutException
        || status(failure).getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer";
    }
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null
        ? innermost.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** What was wrong with a file, before etcd was asked at all. */
  private static Optional<StoreAccessException> unusable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreAccessException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Status status(Throwable failure) {
    if (failure instanceof EtcdException etcd) {
      return etcd.getErrorCode() == ErrorCode.NOT_FOUND ? Status.NOT_FOUND : Status.UNKNOWN;
    }
    return Status.fromThrowable(failure);
  }
}
