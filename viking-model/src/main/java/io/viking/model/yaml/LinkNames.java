package io.viking.model.yaml;

import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds links of one job whose variables could not be told apart, or not be read. */
final class LinkNames {
  /** What may follow a prefix in a name that Docker or viking makes for a port. */
  private static final Pattern PORT_NAME = Pattern.compile("_PORT_[0-9]+(_(TCP|UDP|SCTP))?$");

  private final JobName job;
  private final Faults faults;
  private final List<Link> links = new ArrayList<>();
  private final Map<List<Object>, Link> known = new HashMap<>();

  LinkNames(JobName job, Faults faults) {
    this.job = job;
    this.faults = faults;
  }

  /** Takes note of a link; false, with a fault, if the job cannot have it. */
  boolean add(Link link) {
    Link first = known.putIfAbsent(List.of(link.stack(), link.job(), link.prefix()), link);
    if (first != null) {
      add(link, " links to '" + link + "' twice.", "remove one of the links.", first(first));
      return false;
    }
    links.add(link);
    if (link.stack().isEmpty() && link.job().equals(job)) {
      add(link, " links to itself.", "remove the link.", "It cannot start before itself.");
      return false;
    }
    return true;
  }

  /** Compares each link with those before it. */
  void check() {
    Map<String, Integer> byPrefix = new HashMap<>();
    Map<String, Integer> byBase = new HashMap<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (Character.isDigit(link.linkName().charAt(0))) {
        digit(link);
      }
      String prefix = link.prefix();
      Optional<String> base = base(prefix);
      Stream.of(
              Optional.ofNullable(byPrefix.putIfAbsent(prefix, i)),
              base.flatMap(start -> Optional.ofNullable(byPrefix.get(start))),
              Optional.ofNullable(byBase.get(prefix)))
          .flatMap(Optional::stream)
          .min(Comparator.naturalOrder())
          .ifPresent(first -> clash(link, links.get(first)));
      int index = i;
      base.ifPresent(start -> byBase.putIfAbsent(start, index));
    }
  }

  /** What the prefix is a port's name of, if it is one: a link of that prefix clashes with it. */
  private static Optional<String> base(String prefix) {
    Matcher name = PORT_NAME.matcher(prefix);
    return name.find() ? Optional.of(prefix.substring(0, name.start())) : Optional.empty();
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
