package io.viking.examples.cli;

import io.viking.docker.plan.Shell;
import io.viking.model.SecretSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The variables of services as text: those of each below a comment that names it. */
final class EnvironmentText {
  /** POSIX, "Name": what a shell can assign to. */
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern LINE_BREAK = Pattern.compile("[\\n\\r]");

  private EnvironmentText() {}

  /**
   * As {@code env} prints them. A value with line breaks stands in single quotes, as a shell and a
   * Compose {@code .env} file read it: no line of it may pass for another variable.
   */
  static String lines(Map<String, ? extends Map<String, String>> services) {
    List<String> lines = new ArrayList<>();
    services.forEach(
        (service, variables) -> {
          lines.add("# " + service);
          variables.forEach(
              (name, value) ->
                  lines.add(
                      name + "=" + (LINE_BREAK.matcher(value).find() ? Shell.word(value) : value)));
        });
    return String.join("\n", lines);
  }

  /**
   * As {@code export -p} prints them, for a shell to read back. Variables that a shell cannot have
   * are left out, with a comment.
   *
   * @param secrets where the values of secrets are found: the shell reads them itself
   */
  static String exports(
      Map<String, ? extends Map<String, String>> services,
      Map<String, ? extends Map<String, SecretSource>> secrets) {
    List<String> lines = new ArrayList<>();
    services.forEach(
        (service, variables) -> {
          lines.add("# " + service);
          variables.forEach(
              (name, value) -> {
                Optional<SecretSource> secret =
                    Optional.ofNullable(secrets.get(service)).map(sources -> sources.get(name));
                lines.add(
                    SHELL_NAME.matcher(name).matches()
                        ? "export "
                            + name
                            + "="
                            + secret.map(Shell::value).orElseGet(() -> Shell.word(value))
                        : "# " + name + " is left out: no shell has a variable of that name");
              });
        });
    return String.join("\n", lines);
  }
}
