package io.viking.examples.cli;

import io.viking.docker.DeployedInstance;
import io.viking.model.yaml.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command's output goes: answers to standard output, all else to standard error. Much of it
 * quotes others, so that what a terminal obeys is shown in place of done.
 */
final class Console {
  /** Of no use to any answer: values of variables have none of them. */
  private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}&&[^\\n\\t\\r]]");

  private final PrintWriter out;
  private final PrintWriter err;

  private Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** The console of that command. */
  static Console of(@Nullable CommandSpec spec) {
    CommandLine command = commandLine(spec);
    return new Console(command.getOut(), command.getErr());
  }

  /** The picocli object of that command. */
  static CommandLine commandLine(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not made by picocli");
    }
    return spec.commandLine();
  }

  /** Prints what the user asked for; nothing for an empty text. */
  void answer(String text) {
    if (!text.isEmpty()) {
      out.println(plain(text));
    }
    out.flush();
  }

  /** Prints what is good to know. */
  void note(String text) {
    err.println(plain(text));
    err.flush();
  }

  /** The text without what a terminal obeys. */
  static String plain(String text) {
    return OBEYED
        .matcher(text)
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** Prints these instances, a line each or as a JSON list. */
  void instances(List<DeployedInstance> instances, boolean json) {
    answer(
        json
            ? Json.write(instances.stream().map(Console::data).toList())
            : String.join("\n", instances.stream().map(DeployedInstance::toString).toList()));
  }

  /** What shows a deployment's progress: live lines on a terminal, plain lines elsewhere. */
  ProgressDisplay progress() {
    return new ProgressDisplay(err, Boolean.getBoolean("viking.terminal"));
  }

  private static Map<String, Object> data(DeployedInstance instance) {
    Map<String, Object> endpoints = new LinkedHashMap<>();
    instance.endpoints().forEach((port, at) -> endpoints.put(port.toString(), at.toString()));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("instance", instance.id().containerName());
    data.put("service", instance.id().service().path());
    data.put("host", instance.host().name());
    data.put("endpoints", endpoints);
    return data;
  }
}
