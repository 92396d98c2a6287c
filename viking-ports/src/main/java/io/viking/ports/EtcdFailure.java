package io.viking.ports;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What a failure of etcd means, and how to say it. */
final class EtcdFailure {
  /** Answers that asking again does not change. */
  private static final Set<Status.Code> FINAL =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNIMPLEMENTED);

  private EtcdFailure() {}

  static boolean isFinal(Throwable failure) {
    return FINAL.contains(code(failure));
  }

  /** Whether etcd does not know the lease: it has expired, was revoked, or the data is gone. */
  static boolean isLeaseLost(Throwable failure) {
    Throwable cause = failure.getCause();
    return code(failure) == Status.Code.NOT_FOUND
        || (cause != null && code(cause) == Status.Code.NOT_FOUND);
  }

  static StoreUnavailableException unavailable(
      EtcdOptions options, String what, Deadline deadline, Throwable cause) {
    return new StoreUnavailableException(
        "could not %s: etcd at %s did not answer within %s (%s).%n  Fix: %s"
            .formatted(
                what,
                String.join(", ", options.endpoints()),
                seconds(deadline.length().toMillis()),
                reason(cause),
                "check that etcd runs and that this host reaches it: etcdctl --endpoints="
                    + String.join(",", options.endpoints())
                    + " endpoint health"),
        cause);
  }

  static StoreUnavailableException refused(EtcdOptions options, String what, Throwable cause) {
    return new StoreUnavailableException(
        "could not %s: etcd at %s refused (%s).%n  Fix: %s"
            .formatted(
                what,
                String.join(", ", options.endpoints()),
                reason(cause),
                "see what etcd says; its own log has more."),
        cause);
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

  private static String seconds(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private static String reason(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no answer";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static Status.Code code(Throwable failure) {
    if (failure instanceof StatusRuntimeException status) {
      return status.getStatus().getCode();
    }
    if (failure instanceof StatusException status) {
      return status.getStatus().getCode();
    }
    if (failure instanceof EtcdException etcd) {
      return etcd.getErrorCode() == ErrorCode.NOT_FOUND
          ? Status.Code.NOT_FOUND
          : Status.Code.UNKNOWN;
    }
    return Status.Code.UNKNOWN;
  }
}
