package io.viking.model.yaml;

import io.viking.model.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what SnakeYAML found wrong. */
final class YamlSyntax {
  private static final String INDENT = "indent the line like the lines it belongs to.";
  private static final Map<String, String> FIXES = fixes();

  private static final Pattern PARSER_TALK = Pattern.compile("^but | ?\\(Do not use .*\\)|\\.$");

  private YamlSyntax() {}

  private static Map<String, String> fixes() {
    Map<String, String> fixes = new LinkedHashMap<>();
    fixes.put(
        "mapping values are not allowed here",
        "indent the line like its neighbours, or put a value that holds ': ' in quotes.");
    fixes.put("cannot start any token", "put the value in quotes.");
    fixes.put("could not find expected ':'", "write it as 'key: value'.");
    fixes.put("found undefined alias", "define the anchor with '&' before this line.");
    fixes.put("found unexpected end of stream", "close the quotes that were opened.");
    fixes.put("expected ',' or", "close the '[' or '{' that was opened, or add a ','.");
    fixes.put("unknown escape character", "write '\\\\' for a backslash in double quotes.");
    fixes.put("another document", "keep one document a file: remove the '---'.");
    fixes.put("<block end>", INDENT);
    return fixes;
  }

  static void report(
      MarkedYAMLException e, Function<Mark, Place> places, Place start, Faults faults) {
    String problem = PARSER_TALK.matcher(String.valueOf(e.getProblem())).replaceAll("").strip();
    String context = e.getContext() == null ? "" : e.getContext().strip();
    String both = context + " " + problem;
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    String fix =
        FIXES.entrySet().stream()
            .filter(entry -> both.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(INDENT);
    faults.add(
        mark == null ? start : places.apply(mark),
        "the file is not valid YAML: " + Quote.shorten(problem) + ".",
        fix,
        context.startsWith("while ")
            ? new String[] {"It was found " + context + where(e, places) + "."}
            : new String[0]);
  }

  private static String where(MarkedYAMLException e, Function<Mark, Place> places) {
    return e.getContextMark() == null
        ? ""
        : " that starts in line " + places.apply(e.getContextMark()).line();
  }
}
