package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.maintenance.AlarmMember;
import io.etcd.jetcd.maintenance.AlarmType;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.grpc.StatusRuntimeException;
import io.viking.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at etcd's members and at what viking keeps there. Writes nothing. */
final class EtcdExamination {
  private static final String CLUSTER = "etcd";
  private static final Duration LONGEST_CALL = Duration.ofSeconds(8);

  /** What a member holds at most unless {@code --quota-backend-bytes} says otherwise. */
  private static final long DEFAULT_QUOTA = 2L << 30;

  private final EtcdOptions options;
  private final EtcdKeys keys;

  EtcdExamination(EtcdOptions options) {
    this.keys = new EtcdKeys(options.baseKey());
    this.options = bounded(options, options.endpoints());
  }

  private static EtcdOptions bounded(EtcdOptions options, List<String> endpoints) {
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
      Map<String, Supplier<List<Finding>>> checks = new LinkedHashMap<>();
      options.endpoints().forEach(url -> checks.put(CLUSTER + " " + url, () -> member(url)));
      checks.put(CLUSTER, () -> alarms(client));
      checks.put(CLUSTER + " members", () -> members(client));
      checks.put("ports", () -> ports(client));
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
    return failure.getCause() instanceof StatusRuntimeException refused
        && refused.getStatus().getCode() == io.grpc.Status.Code.PERMISSION_DENIED;
  }

  private List<Finding> member(String url) {
    String subject = CLUSTER + " " + url;
    try (EtcdClient client = new EtcdClient(bounded(options, List.of(url)))) {
      StatusResponse status =
          client.call(
              "ask the member for its status",
              etcd -> etcd.getMaintenanceClient().statusMember(url));
      return List.of(describe(subject, status));
    }
  }

  private static Finding describe(String subject, StatusResponse status) {
    String what = "etcd " + status.getVersion() + ", " + (status.getDbSize() >> 10) + " KiB.";
    if (status.getLeader() == 0) {
      return Finding.error(
          subject,
          what + " It has no leader: nothing can be written.",
          "start the other members, or mend the network between them.");
    }
    if (status.getDbSize() > DEFAULT_QUOTA / 10 * 8) {
      return Finding.warning(
          subject,
          what + " At its quota, 2 GiB unless configured, etcd refuses to write.",
          "compact and defragment it (etcdctl compact, etcdctl defrag), and set"
              + " --auto-compaction-retention.");
    }
    return Finding.ok(subject, what);
  }

  private static List<Finding> alarms(EtcdClient client) {
    List<AlarmMember> alarms =
        client.call("list alarms", etcd -> etcd.getMaintenanceClient().listAlarms()).getAlarms();
    return alarms.isEmpty()
        ? List.of(Finding.ok(CLUSTER, "no alarm."))
        : alarms.stream().map(EtcdExamination::alarm).toList();
  }

  private static Finding alarm(AlarmMember alarm) {
    String member = "member " + Long.toHexString(alarm.getMemberId());
    return alarm.getAlarmType() == AlarmType.NOSPACE
        ? Finding.error(
            CLUSTER,
            member + " has raised NOSPACE: its quota is used up, and nothing can be written.",
            "etcdctl compact, etcdctl defrag, then etcdctl alarm disarm.")
        : Finding.error(
            CLUSTER,
            member + " has raised the alarm " + alarm.getAlarmType() + ".",
            "see etcd's own log and its documentation of alarms before you disarm it.");
  }

  /** Addresses are compared as text: a member may well be reached under another name. */
  private List<Finding> members(EtcdClient client) {
    List<Member> members =
        client.call("list members", etcd -> etcd.getClusterClient().listMember()).getMembers();
    Set<String> known =
        members.stream()
            .flatMap(member -> member.getClientURIs().stream())
            .map(uri -> bare(uri.toString()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> given =
        options.endpoints().stream()
            .map(EtcdExamination::bare)
            .collect(Collectors.toCollection(TreeSet::new));
    String names = members.stream().map(Member::getName).sorted().collect(Collectors.joining(", "));
    String differ =
        known.equals(given)
            ? ""
            : " They call themselves " + known + ", but " + given + " was given.";
    return List.of(Finding.ok(CLUSTER + " members", members.size() + ": " + names + "." + differ));
  }

  private static String bare(String url) {
    return url.replaceFirst("^https?://", "").replaceFirst("/$", "");
  }

  private List<Finding> ports(EtcdClient client) {
    TxnResponse read =
        client.call(
            "read the records of ports",
            etcd ->
                etcd.getKVClient()
                    .txn()
                    .Then(
                        all(keys.records()),
                        all(keys.owners()),
                        all(keys.withheld()),
                        EtcdLayout.get(keys))
                    .commit());
    Map<String, String> records = texts(read.getGetResponses().get(0).getKvs());
    Map<String, String> owners = texts(read.getGetResponses().get(1).getKvs());
    Map<String, String> withheld = texts(read.getGetResponses().get(2).getKvs());
    List<Finding> findings = new ArrayList<>(new PortKeysCheck(keys, records, owners).findings());
    findings.addAll(new WithheldCheck(keys, owners).findings(withheld));
    findings.addAll(
        RangeCheck.of(options.ports(), given(records, owners), numbers(keys.withheld(), withheld)));
    findings.addAll(layout(texts(read.getGetResponses().get(3).getKvs())));
    return findings;
  }

  private static Op all(String prefix) {
    return Op.get(EtcdClient.bytes(prefix), GetOption.builder().isPrefix(true).build());
  }

  private Set<Integer> given(Map<String, String> records, Map<String, String> owners) {
    Set<Integer> given = numbers(keys.owners(), owners);
    records.values().forEach(value -> given.add(PortReading.number(value)));
    given.remove(0);
    return given;
  }

  private static Set<Integer> numbers(String prefix, Map<String, String> pairs) {
    Set<Integer> numbers = new HashSet<>();
    pairs.keySet().forEach(key -> numbers.add(PortReading.number(key.substring(prefix.length()))));
    numbers.remove(0);
    return numbers;
  }

  /** Without a version nothing was written yet, or by a library that knew none. */
  private List<Finding> layout(Map<String, String> version) {
    try {
      version.values().forEach(found -> EtcdLayout.check(keys, found));
      return List.of();
    } catch (IncompatibleStoreException e) {
      return List.of(StoreFindings.failure("ports", e));
    }
  }

  private static Map<String, String> texts(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(
            Collectors.toMap(
                pair -> EtcdClient.text(pair.getKey()), pair -> EtcdClient.text(pair.getValue())));
  }
}
