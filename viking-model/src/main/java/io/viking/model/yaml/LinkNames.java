package io.viking.model.yaml;

import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Place;
import java.util.ArrayList;
import java.util.List;

/** Finds links of one job whose variables could not be told apart, or not be read. */
final class LinkNames {
  /** What may follow a prefix in a name that Docker or viking makes for a port. */
  private static final String PORT_NAME = "_PORT_[0-9]+(_(TCP|UDP|SCTP))?";

  private final JobName job;
  private final Faults faults;
  private final List<Link> links = new ArrayList<>();

  LinkNames(JobName job, Faults faults) {
    this.job = job;
    this.faults = faults;
  }

  /** Takes note of a link; false, with a fault, if the job cannot have it. */
  boolean add(Link link) {
    for (Link other : links) {
      if (link.stack().equals(other.stack())
          && link.job().equals(other.job())
          && link.prefix().equals(other.prefix())) {
        add(link, " links to '" + link + "' twice.", "remove one of the links.", first(other));
        return false;
      }
    }
    links.add(link);
    if (link.stack().isEmpty() && link.job().equals(job)) {
      add(link, " links to itself.", "remove the link.", "It cannot start before itself.");
      return false;
    }
    return true;
  }

  /** Compares all links with each other. */
  void check() {
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (Character.isDigit(link.linkName().charAt(0))) {
        digit(link);
      }
      links.subList(0, i).stream()
          .filter(other -> clash(link.prefix(), other.prefix()))
          .findFirst()
          .ifPresent(other -> clash(link, other));
    }
  }

  private static boolean clash(String a, String b) {
    return a.equals(b)
        || (a.startsWith(b) && a.substring(b.length()).matches(PORT_NAME))
        || (b.startsWith(a) && b.substring(a.length()).matches(PORT_NAME));
  }

  private void digit(Link link) {
    add(
        link,
        " links to '" + link + "', whose variables would start with a digit.",
        "give the link an alias that starts with a letter: '" + link + ":x" + link.job() + "'.",
        "No shell can read a variable such as " + link.prefix() + "_PORT.");
  }

  private void clash(Link link, Link other) {
    boolean same = link.prefix().equals(other.prefix());
    add(
        link,
        " has links '"
            + other
            + "' and '"
            + link
            + "', whose variables "
            + (same ? "both start with " + link.prefix() + "_." : "would have equal names."),
        "give one of them another alias, as in '"
            + link.stack().map(stack -> stack + "/").orElse("")
            + link.job()
            + ":other'.",
        first(other));
  }

  private static String first(Link other) {
    return "The other link is in line " + other.place().map(Place::line).orElse(0) + ".";
  }

  private void add(Link link, String what, String fix, String reason) {
    link.place().ifPresent(place -> faults.add(place, "job '" + job + "'" + what, fix, reason));
  }
}
