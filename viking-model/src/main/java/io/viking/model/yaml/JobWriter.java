package io.viking.model.yaml;

import io.viking.model.Job;
import io.viking.model.Stack;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes jobs and stacks so that {@link StackParser} reads equal ones. Keys whose value is the
 * default are left out. Stateless, safe for use by several threads.
 */
public final class JobWriter {
  private JobWriter() {}

  /** The text of a YAML file of that one job; its name is the file's, not in the text. */
  public static String toYaml(Job job) {
    return YamlText.write(JobTree.of(job));
  }

  /** The job as JSON on one line; its name is not in the text. */
  public static String toJson(Job job) {
    return Json.write(JobTree.of(job));
  }

  /** The text of a YAML file of that stack; its name is not in the text. */
  public static String toYaml(Stack stack) {
    return YamlText.write(tree(stack));
  }

  /** The stack as JSON on one line; its name is not in the text. */
  public static String toJson(Stack stack) {
    return Json.write(tree(stack));
  }

  private static Map<String, Object> tree(Stack stack) {
    Map<String, Object> jobs = new LinkedHashMap<>();
    stack.jobs().forEach((name, job) -> jobs.put(name.value(), JobTree.of(job)));
    return jobs;
  }
}
