package io.viking.ports;

import io.viking.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether what is withheld can be read and is nobody's. Pure; used once. */
final class WithheldCheck {
  private static final String SUBJECT = "ports";

  private final EtcdKeys keys;
  private final Map<String, String> owners;
  private final List<Finding> findings = new ArrayList<>();

  WithheldCheck(EtcdKeys keys, Map<String, String> owners) {
    this.keys = keys;
    this.owners = owners;
  }

  /**
   * What is wrong; empty if nothing is.
   *
   * @param withheld the keys below {@link EtcdKeys#withheld()} with their values
   */
  List<Finding> findings(Map<String, String> withheld) {
    new TreeMap<>(withheld).forEach(this::check);
    return findings;
  }

  private void check(String key, String value) {
    int number = PortReading.number(key.substring(keys.withheld().length()));
    if (number == 0 || !keys.withheld(number).equals(key)) {
      error("key " + key + " names no number.", "etcdctl del " + Excerpt.quoted(key));
      return;
    }
    try {
      Withheld reason = Withheld.parse(value);
      String owner = owners.get(keys.owner(number));
      if (!reason.skipped() && owner != null) {
        error(
            number + " belongs to " + owner + ", but key " + key + " holds it back as released.",
            "etcdctl del " + Excerpt.quoted(key) + ", if the service still has the number.");
      }
    } catch (IllegalArgumentException e) {
      error(
          "key " + key + " cannot be read: " + e.getMessage() + ".",
          "put 'skipped' there, or delete the key if no container carries the number.");
    }
  }

  private void error(String what, String fix) {
    findings.add(Finding.error(SUBJECT, Excerpt.line(what), Excerpt.line(fix)));
  }
}
