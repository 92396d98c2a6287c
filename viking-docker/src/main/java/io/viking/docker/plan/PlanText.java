package io.viking.docker.plan;

import io.viking.links.Clash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan for people: a line for each container and variable. */
public final class PlanText {
  private PlanText() {}

  /** The plan's text, ending with a line that counts; without a final line break. */
  public static String render(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (ServiceChange change : plan.changes()) {
      if (!change.isEmpty() || !change.waiting().isEmpty()) {
        lines.add(change.service().path());
        change.removals().forEach(removal -> lines.add(line("-", removal)));
        change.starts().forEach(start -> lines.addAll(start(start)));
        change.kept().forEach(kept -> lines.add("  = " + kept.instance() + " on " + kept.host()));
        change.waiting().forEach(waiting -> lines.add("  ~ " + waiting));
        change.clashes().forEach(clash -> lines.add(clash(clash)));
      }
    }
    lines.add(count(plan));
    return String.join("\n", lines);
  }

  private static String count(Plan plan) {
    int waiting = plan.waiting().size();
    String wait = waiting == 0 ? "." : waiting == 1 ? ", 1 waits." : ", " + waiting + " wait.";
    return plan.isEmpty()
        ? "Nothing to do: " + plan.kept().size() + " containers are as they should be" + wait
        : "Plan: "
            + plan.starts().size()
            + " to start, "
            + plan.removals().size()
            + " to remove, "
            + plan.kept().size()
            + " stay"
            + wait;
  }

  private static String line(String sign, Removal removal) {
    return "  "
        + sign
        + " "
        + removal.instance()
        + " on "
        + removal.host()
        + " ("
        + removal.reason()
        + ")";
  }

  private static List<String> start(Start start) {
    List<String> lines = new ArrayList<>();
    ContainerSpec spec = start.spec();
    lines.add("  + " + spec.instance() + " on " + start.host() + " (" + start.reason() + ")");
    lines.add("      image " + spec.image());
    if (!spec.ports().isEmpty()) {
      lines.add("      ports " + spec.ports().stream().map(Object::toString).sorted().toList());
    }
    spec.mounts().forEach(mount -> lines.add("      mount " + mount));
    for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
      lines.add("      " + variable.getKey() + "=" + variable.getValue());
    }
    return lines;
  }

  private static String clash(Clash clash) {
    return "  ! "
        + clash.name()
        + " is set by the job itself and hides the generated value '"
        + clash.generated()
        + "'";
  }
}
