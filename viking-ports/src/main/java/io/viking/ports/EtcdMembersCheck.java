package io.viking.ports;

import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.maintenance.AlarmMember;
import io.etcd.jetcd.maintenance.AlarmType;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.viking.model.Finding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether etcd's members are well. */
final class EtcdMembersCheck {
  private static final String CLUSTER = "etcd";

  /** What a member holds at most unless {@code --quota-backend-bytes} says otherwise. */
  private static final long DEFAULT_QUOTA = 2L << 30;

  private final EtcdOptions options;

  EtcdMembersCheck(EtcdOptions options) {
    this.options = options;
  }

  /** Asks that member alone. */
  List<Finding> member(String url) {
    String subject = CLUSTER + " " + url;
    try (EtcdClient client = new EtcdClient(EtcdExamination.bounded(options, List.of(url)))) {
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

  /** What the members have raised the alarm about. */
  List<Finding> alarms(EtcdClient client) {
    List<AlarmMember> alarms =
        client.call("list alarms", etcd -> etcd.getMaintenanceClient().listAlarms()).getAlarms();
    return alarms.isEmpty()
        ? List.of(Finding.ok(CLUSTER, "no alarm."))
        : alarms.stream().map(EtcdMembersCheck::alarm).toList();
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
  List<Finding> members(EtcdClient client) {
    List<Member> members =
        client.call("list members", etcd -> etcd.getClusterClient().listMember()).getMembers();
    Set<String> known =
        members.stream()
            .flatMap(member -> member.getClientURIs().stream())
            .map(uri -> bare(uri.toString()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> given =
        options.endpoints().stream()
            .map(EtcdMembersCheck::bare)
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
}
