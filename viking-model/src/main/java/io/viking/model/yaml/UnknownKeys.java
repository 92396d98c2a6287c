package io.viking.model.yaml;

import io.viking.model.Spelling;
import io.viking.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what was probably meant by a key that is not known. */
final class UnknownKeys {
  /** What users of Compose and of other orchestrators write. */
  private static final Map<String, String> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("ports", "use `expose`: viking publishes exposed ports itself."),
          Map.entry("depends_on", "use `link`: a job starts after those it links to."),
          Map.entry("working_dir", "use `cwd`."),
          Map.entry("workdir", "use `cwd`."),
          Map.entry("mem_limit", "use `memory`."),
          Map.entry("healthcheck", "use `health`."),
          Map.entry("deploy", "use `scale`, `memory`, `cpus` and `filter`."),
          Map.entry("replicas", "use `scale`."),
          Map.entry("instances", "use `scale`."),
          Map.entry("constraints", "use `filter`."),
          Map.entry("tags", "use `filter`."),
          Map.entry("cmd", "use `command`."),
          Map.entry("hosts", "use `filter`."),
          Map.entry("env_file", "write the variables under `environment`."),
          Map.entry("build", "build the image first, then name it in `image`."),
          Map.entry("container_name", "remove it: containers are named `<stack>_<job>_<pid>`."),
          Map.entry("networks", "remove it: jobs reach each other through `link`."),
          Map.entry("network_mode", "remove it: jobs reach each other through `link`."));

  private static final Map<String, String> LINK_WORDS =
      Map.of(
          "alias", "use `as`.",
          "name", "use `as`.",
          "job", "use `to: stack/job`.",
          "stack", "use `to: stack/job`.",
          "service", "use `to: stack/job`.");

  private UnknownKeys() {}

  static void report(Scalar key, String owner, List<String> known, Faults faults) {
    String word = key.text();
    faults.add(
        key.place(),
        "`" + Quote.shorten(word) + "` is not a key of " + owner + ".",
        Optional.ofNullable(OTHER_WORDS.get(word))
            .filter(fix -> known.contains(JobKey.IMAGE.word()))
            .or(() -> Optional.ofNullable(LINK_WORDS.get(word)).filter(fix -> known.contains("to")))
            .or(() -> Spelling.nearest(word, known).map(near -> "did you mean `" + near + "`?"))
            .orElse("remove it."),
        "Known keys are: " + String.join(", ", known) + ".");
  }
}
