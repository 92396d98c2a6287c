package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortKeysCheckTest {
  private static final EtcdKeys KEYS = new EtcdKeys("/viking");

  private final Map<String, String> records = new LinkedHashMap<>();
  private final Map<String, String> owners = new LinkedHashMap<>();

  @Test
  void findsNothingWhereBothSidesSayTheSame() {
    record("shared/mongo/27017/tcp", "10000");
    owner("10000", "shared/mongo/27017/tcp");

    assertThat(findings()).isEmpty();
  }

  @Test
  void namesARecordWhoseNumberHasNoOwner() {
    record("shared/mongo/27017/tcp", "10000");

    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.what())
                  .contains("shared/mongo/27017/tcp has 10000", "/viking/ports-by-number/10000");
              assertThat(finding.fix())
                  .contains("etcdctl put /viking/ports-by-number/10000 shared/mongo/27017/tcp");
            });
  }

  @Test
  void namesAnOwnerWithoutARecord() {
    owner("10000", "shared/mongo/27017/tcp");

    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what())
                  .contains("/viking/ports/shared/mongo/27017/tcp is missing");
              assertThat(finding.fix())
                  .contains("etcdctl put /viking/ports/shared/mongo/27017/tcp 10000");
            });
  }

  @Test
  void namesTwoServicesWithOneNumber() {
    record("a/b/1/tcp", "10000");
    record("a/c/1/tcp", "10000");
    owner("10000", "a/b/1/tcp");

    assertThat(texts())
        .singleElement()
        .asString()
        .contains("/viking/ports/a/b/1/tcp and /viking/ports/a/c/1/tcp both hold 10000");
  }

  @Test
  void namesANumberThatEachSideGivesToAnother() {
    record("a/b/1/tcp", "10000");
    record("a/c/1/tcp", "10001");
    owner("10000", "a/c/1/tcp");
    owner("10001", "a/c/1/tcp");

    assertThat(texts()).singleElement().asString().contains("a/b/1/tcp has 10000", "'a/c/1/tcp'");
  }

  @Test
  void namesValuesAndKeysThatItCannotRead() {
    record("a/b/1/tcp", "ten");
    record("a/b", "10000");
    owner("10001", "nobody");
    owner("x", "a/b/1/tcp");

    assertThat(texts())
        .satisfiesExactly(
            one -> assertThat(one).contains("/viking/ports/a/b holds '10000'"),
            two -> assertThat(two).contains("/viking/ports/a/b/1/tcp holds 'ten'"),
            three -> assertThat(three).contains("ports-by-number/10001 holds 'nobody'"),
            four -> assertThat(four).contains("ports-by-number/x names no number"));
  }

  @Test
  void namesNumbersThatAreHeldBackThoughSomebodyHasThemAndValuesThatItCannotRead() {
    owner("10000", "a/b/1/tcp");
    owner("10001", "a/c/1/tcp");
    Map<String, String> withheld =
        Map.of(
            KEYS.withheld(10000),
            "released a/b/1/tcp 2026-11-24T15:00:00Z",
            KEYS.withheld(10001),
            "skipped",
            KEYS.withheld(10002),
            "released a/d/1/tcp 2026-11-24T15:00:00Z",
            KEYS.withheld(10003),
            "because",
            KEYS.withheld() + "ten",
            "skipped");

    List<Finding> findings = new WithheldCheck(KEYS, owners).findings(withheld);

    assertThat(findings)
        .extracting(Finding::what)
        .satisfiesExactly(
            owned -> assertThat(owned).startsWith("10000 belongs to a/b/1/tcp, but key"),
            unread -> assertThat(unread).contains("ports-withheld/10003 cannot be read", "because"),
            key -> assertThat(key).contains("ports-withheld/ten names no number"));
  }

  private void record(String path, String value) {
    records.put(KEYS.records() + path, value);
  }

  private void owner(String number, String value) {
    owners.put(KEYS.owners() + number, value);
  }

  private List<Finding> findings() {
    return new PortKeysCheck(KEYS, records, owners).findings();
  }

  private List<String> texts() {
    return findings().stream().map(Finding::what).toList();
  }
}
