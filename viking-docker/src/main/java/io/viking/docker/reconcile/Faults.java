package io.viking.docker.reconcile;

import io.viking.model.Problem;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** The faults of one reading, each under the place where it was found. */
final class Faults {
  private final SortedMap<String, String> bySubject = new TreeMap<>();

  /**
   * Adds faults.
   *
   * @param owner what they are about where they have no place
   * @param consequence what is done about them; a sentence
   */
  void add(String owner, Collection<Problem> problems, String consequence) {
    for (Problem problem : problems) {
      String subject = problem.place().map(Object::toString).orElse(owner);
      Problem.Builder text =
          Problem.builder().message(problem.message()).addAllReasons(problem.reasons());
      problem.fix().ifPresent(text::fix);
      if (!consequence.isEmpty()) {
        text.addReasons(consequence);
      }
      bySubject.merge(subject, text.build().toString(), (one, more) -> one + "\n" + more);
    }
  }

  SortedMap<String, String> bySubject() {
    return bySubject;
  }
}
