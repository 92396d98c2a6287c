package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import io.viking.model.ServicePort;
import io.viking.ports.testing.EtcdServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class EtcdExaminationIT {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");

  @Test
  void findsNothingWrongWithAnEtcdThatIsWell() {
    try (ClusterStore store = open(ETCD.server().endpoint())) {
      store.ports().allocate(MONGO);

      List<Finding> findings = store.examine();

      assertThat(findings).allSatisfy(f -> assertThat(f.severity()).isEqualTo(Severity.OK));
      assertThat(findings)
          .extracting(Finding::subject)
          .containsExactlyInAnyOrder(
              "etcd " + ETCD.server().endpoint(), "etcd", "etcd members", "ports");
      assertThat(what(findings, "etcd " + ETCD.server().endpoint())).matches("etcd 3\\..* KiB\\.");
      assertThat(what(findings, "etcd members")).startsWith("1: test.");
      assertThat(what(findings, "ports")).startsWith("1 of the 20000 numbers of 10000-29999");
    }
  }

  @Test
  void namesAMemberThatDoesNotAnswerAndLooksAtTheOthers() {
    String dead = "http://127.0.0.1:1";
    try (ClusterStore store = open(ETCD.server().endpoint(), dead)) {
      List<Finding> findings = store.examine();

      assertThat(errors(findings)).extracting(Finding::subject).containsExactly("etcd " + dead);
      assertThat(errors(findings)).allSatisfy(error -> assertThat(error.fix()).isPresent());
      assertThat(what(findings, "etcd members")).contains("127.0.0.1:1");
    }
  }

  @Test
  void saysInTimeThatNothingAnswers() {
    try (ClusterStore store = open("http://127.0.0.1:1")) {
      List<Finding> findings = store.examine();

      assertThat(errors(findings))
          .extracting(Finding::subject)
          .containsExactlyInAnyOrder("etcd http://127.0.0.1:1", "etcd", "etcd members", "ports");
    }
  }

  @Test
  void namesRecordsThatContradictEachOther() {
    try (ClusterStore store = open(ETCD.server().endpoint())) {
      int number = store.ports().allocate(MONGO);
      ETCD.server().ctl("del", ETCD.baseKey() + "/ports-by-number/" + number);
      ETCD.server().ctl("put", ETCD.baseKey() + "/ports/a/b/80/tcp", "scribble");

      List<Finding> findings = store.examine();

      assertThat(errors(findings))
          .extracting(Finding::what)
          .satisfiesExactlyInAnyOrder(
              one -> assertThat(one).contains("a/b/80/tcp holds 'scribble'"),
              two -> assertThat(two).contains(MONGO + " has " + number));
    }
  }

  @Test
  void namesAnAlarmOfAnEtcdWhoseQuotaIsUsedUp() {
    try (EtcdServer server = EtcdServer.start();
        ClusterStore store = open(server.endpoint())) {
      raiseNoSpace(server);

      assertThat(errors(store.examine()))
          .filteredOn(error -> error.subject().equals("etcd"))
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.what()).contains("NOSPACE");
                assertThat(error.fix()).hasValueSatisfying(f -> assertThat(f).contains("disarm"));
              });
    }
  }

  /** By the call that a member makes when it runs out of its quota; etcdctl has none for it. */
  private static void raiseNoSpace(EtcdServer server) {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(server.endpoint().substring("http://".length()))
            .usePlaintext()
            .build();
    try {
      AlarmResponse raised =
          MaintenanceGrpc.newBlockingStub(channel)
              .alarm(
                  AlarmRequest.newBuilder()
                      .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                      .setAlarm(AlarmType.NOSPACE)
                      .build());
      assertThat(raised.getAlarmsCount()).isEqualTo(1);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void callsWhatAUserWithFewRightsMayNotSeeNotAllowedRatherThanWrong() {
    Finding forbidden = EtcdExamination.failed("etcd", refusal(Status.PERMISSION_DENIED));
    Finding unknown = EtcdExamination.failed("etcd", refusal(Status.UNAUTHENTICATED));

    assertThat(forbidden.severity()).isEqualTo(Severity.OK);
    assertThat(forbidden.what()).contains("not allowed");
    assertThat(unknown.severity()).isEqualTo(Severity.ERROR);
  }

  private static StoreUnavailableException refusal(Status status) {
    return new StoreUnavailableException("refused", status.asRuntimeException());
  }

  private static ClusterStore open(String... endpoints) {
    return ClusterStore.etcd(
        EtcdOptions.builder()
            .addEndpoints(endpoints)
            .baseKey(ETCD.baseKey())
            .deadline(Duration.ofSeconds(5))
            .build());
  }

  private static List<Finding> errors(List<Finding> findings) {
    return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
  }

  private static String what(List<Finding> findings, String subject) {
    return findings.stream()
        .filter(finding -> finding.subject().equals(subject))
        .map(Finding::what)
        .findFirst()
        .orElse("none");
  }
}
