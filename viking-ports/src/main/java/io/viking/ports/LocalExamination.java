package io.viking.ports;

import io.viking.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at the files of a local store. Writes nothing. */
final class LocalExamination {
  private static final String SUBJECT = "local store";

  private final LocalFolder folder;
  private final PortRange range;
  private final LocalPorts ports;
  private final LocalHosts hosts;

  LocalExamination(LocalFolder folder, PortRange range, LocalPorts ports, LocalHosts hosts) {
    this.folder = folder;
    this.range = range;
    this.ports = ports;
    this.hosts = hosts;
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(attempt(this::numbers));
    findings.addAll(attempt(this::reports));
    findings.addAll(attempt(this::agent));
    return findings;
  }

  private List<Finding> numbers() {
    return RangeCheck.of(
        range, Set.copyOf(ports.list().asMap().values()), ports.withheld().keySet());
  }

  private List<Finding> reports() {
    return List.of(
        Finding.ok(SUBJECT, folder.path() + ": reports of " + hosts.reports().size() + " hosts."));
  }

  private List<Finding> agent() {
    return List.of(
        AgentSocket.answers(folder.file(LocalRegistrar.SOCKET))
            ? Finding.ok(SUBJECT, "an agent answers; hosts it announced: " + hosts.hosts() + ".")
            : Finding.error(
                SUBJECT,
                "no agent answers at " + folder.file(LocalRegistrar.SOCKET) + ".",
                "run 'viking bootstrap', or 'viking agent', with the same state folder"
                    + " (VIKING_HOME)."));
  }

  private static List<Finding> attempt(Supplier<List<Finding>> check) {
    try {
      return check.get();
    } catch (StoreUnavailableException e) {
      return List.of(StoreFindings.failure(SUBJECT, e));
    }
  }
}
