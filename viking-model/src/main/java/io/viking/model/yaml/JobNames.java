package io.viking.model.yaml;

import io.viking.model.JobName;
import io.viking.model.yaml.Node.Scalar;

/** Says why a name is none. */
final class JobNames {
  /** Longer ones are too far from a name to make one of them. */
  private static final int LONGEST = 200;

  private JobNames() {}

  static boolean check(Scalar name, Faults faults) {
    String text = name.text();
    if (JobName.isValid(text)) {
      return true;
    }
    boolean underscore = text.contains("_");
    String dashed = text.length() > LONGEST ? "" : dashed(text);
    faults.add(
        name.place(),
        underscore
            ? "job name '" + Quote.shorten(text) + "' has an underscore."
            : "job name '" + Quote.shorten(text) + "' is not valid.",
        JobName.isValid(dashed)
            ? "rename it to '" + dashed + "'."
            : "use letters, digits and '-', at most 63 characters.",
        underscore
            ? "'_' parts the stack from the job and the port in service names such as"
                + " shared_mongo_27017."
            : "A name has letters, digits and '-', starts with a letter or digit, and has at most"
                + " 63 characters.");
    return false;
  }

  private static String dashed(String text) {
    return text.replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
  }
}
