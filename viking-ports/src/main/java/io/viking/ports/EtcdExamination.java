package io.viking.ports;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.viking.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Looks at etcd's members and at what viking keeps there. Writes nothing. */
final class EtcdExamination {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(8);

  private final EtcdOptions options;

  EtcdExamination(EtcdOptions options) {
    this.options = bounded(options, options.endpoints());
  }

  /** The same etcd by these of its endpoints, with a deadline that a person can wait for. */
  static EtcdOptions bounded(EtcdOptions options, List<String> endpoints) {
    Duration deadline = options.deadline();
    return EtcdOptions.builder()
        .from(options)
        .endpoints(endpoints)
        .deadline(deadline.compareTo(LONGEST_CALL) < 0 ? deadline : LONGEST_CALL)
        .build();
  }

  /** All findings; every check is made, whatever the others find, and they are made together. */
  List<Finding> run() {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("viking-examine"));
    try (EtcdClient client = new EtcdClient(options)) {
      EtcdMembersCheck members = new EtcdMembersCheck(options);
      EtcdPortsCheck ports = new EtcdPortsCheck(options);
      Map<String, Supplier<List<Finding>>> checks = new LinkedHashMap<>();
      options.endpoints().forEach(url -> checks.put("etcd " + url, () -> members.member(url)));
      checks.put("etcd", () -> members.alarms(client));
      checks.put("etcd members", () -> members.members(client));
      checks.put("ports", () -> ports.of(client));
      List<CompletableFuture<List<Finding>>> running = new ArrayList<>();
      checks.forEach((subject, check) -> running.add(start(subject, check, threads)));
      return running.stream().flatMap(check -> check.join().stream()).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private CompletableFuture<List<Finding>> start(
      String subject, Supplier<List<Finding>> check, ExecutorService threads) {
    long limit = options.deadline().multipliedBy(2).toMillis();
    return CompletableFuture.supplyAsync(check, threads)
        .orTimeout(limit, TimeUnit.MILLISECONDS)
        .exceptionally(failure -> List.of(failed(subject, failure)));
  }

  static Finding failed(String subject, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (isForbidden(cause)) {
      return Finding.ok(subject, "this user is not allowed to look at it; it was not checked.");
    }
    if (cause instanceof TimeoutException) {
      return Finding.error(subject, "no answer in time.", "see what etcd's log says.");
    }
    return StoreFindings.failure(subject, cause);
  }

  /** Of a user with few rights, which is how it should be: no fault of the cluster's. */
  private static boolean isForbidden(Throwable failure) {
    Throwable refusal = failure.getCause();
    if (refusal instanceof StatusRuntimeException status) {
      return status.getStatus().getCode() == Status.Code.PERMISSION_DENIED;
    }
    return refusal instanceof EtcdException etcd
        && etcd.getErrorCode() == ErrorCode.PERMISSION_DENIED;
  }
}
