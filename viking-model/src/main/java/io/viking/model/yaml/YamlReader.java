package io.viking.model.yaml;

import io.viking.model.Place;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import io.viking.model.yaml.Node.Style;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML into nodes. Aliases and merge keys are resolved; scalars stay text. One use each. */
final class YamlReader {
  private static final int PARSER_DEPTH = 100;
  private static final int MAX_ALIASES = 10_000;
  private static final Pattern TOO_GREAT = Pattern.compile("\\\\U[89A-Fa-f][0-9A-Fa-f]{7}");
  private static final String YAML_TAG = "tag:yaml.org,2002:";

  private final Source source;
  private final Faults faults;
  private final Limits limits;
  private Indentation indentation;

  YamlReader(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
    this.limits = new Limits(faults);
    this.indentation = new Indentation(source.file());
  }

  /** The document's value; empty if it could not be read, with the reason among the faults. */
  Optional<Node> read() {
    Characters.check(source, faults);
    if (faults.isEmpty()) {
      indentation = new IndentScanner(source, faults).scan();
    }
    if (!faults.isEmpty()) {
      return Optional.empty();
    }
    try {
      org.yaml.snakeyaml.nodes.Node root =
          new Yaml(options()).compose(new StringReader(indentation.text()));
      if (root == null) {
        return Optional.empty();
      }
      Node node = node(root, 0);
      return limits.exceeded() ? Optional.empty() : Optional.of(node);
    } catch (MarkedYAMLException e) {
      YamlSyntax.report(e, mark -> indentation.place(mark.getIndex()), source.start(), faults);
    } catch (YAMLException e) {
      faults.add(
          source.start(),
          "the file is not valid YAML: " + Quote.shorten(String.valueOf(e.getMessage()), 300) + ".",
          "make the file simpler.");
    } catch (NumberFormatException e) {
      // What SnakeYAML makes of an escape whose number is more than an int can hold.
      faults.add(
          escapePlace(),
          "the file is not valid YAML: found an escape of no character.",
          "write '\\U' with at most 0010ffff behind it, or '\\\\' for a backslash in double quotes.");
    }
    return Optional.empty();
  }

  /** Where the first escape stands that is greater than any character, if there is one. */
  private Place escapePlace() {
    Matcher escape = TOO_GREAT.matcher(indentation.text());
    return escape.find()
        ? indentation.place(indentation.text().codePointCount(0, escape.start()))
        : source.start();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(PARSER_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(Source.MAX_BYTES * Indentation.LEVEL);
    return options;
  }

  private Node node(org.yaml.snakeyaml.nodes.Node node, int depth) {
    Place place = indentation.place(node.getStartMark().getIndex());
    Scalar nothing = new Scalar(place, "", Style.NULL);
    if (!limits.enter(node, place, depth)) {
      return nothing;
    }
    try {
      checkTag(node, place);
      if (node instanceof ScalarNode scalar) {
        return scalar(scalar, place);
      } else if (node instanceof SequenceNode list) {
        return new Items(place, list.getValue().stream().map(n -> node(n, depth + 1)).toList());
      } else if (node instanceof MappingNode map) {
        return new Fields(place, fields(map, depth));
      }
      return nothing;
    } finally {
      limits.leave(node);
    }
  }

  private static Scalar scalar(ScalarNode scalar, Place place) {
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    Style style =
        plain && scalar.getTag().equals(Tag.NULL) ? Style.NULL : plain ? Style.PLAIN : Style.QUOTED;
    return new Scalar(place, scalar.getValue(), style);
  }

  private void checkTag(org.yaml.snakeyaml.nodes.Node node, Place place) {
    String tag = node.getTag().getValue();
    if (!tag.startsWith(YAML_TAG) || node.getTag().equals(Tag.BINARY)) {
      faults.add(
          place,
          "tag '" + Quote.shorten(tag.replace(YAML_TAG, "!!")) + "' is not known.",
          "remove the tag.",
          "A stack file holds text, lists and maps only.");
    }
  }

  private List<Field> fields(MappingNode map, int depth) {
    List<Field> own = new ArrayList<>();
    Map<String, Field> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(node(tuple.getValueNode(), depth + 1), merged);
      } else if (node(tuple.getKeyNode(), depth + 1) instanceof Scalar key) {
        own.add(new Field(key, node(tuple.getValueNode(), depth + 1)));
      } else {
        faults.add(
            indentation.place(tuple.getKeyNode().getStartMark().getIndex()),
            "a list or map stands where a key is needed.",
            "write a word, then ':'.");
      }
    }
    // The map's own keys win over merged ones, and keep their places behind them.
    own.forEach(field -> merged.remove(field.name()));
    List<Field> all = new ArrayList<>(merged.values());
    all.addAll(own);
    return all;
  }

  /** Of several maps to merge, the earlier one wins. */
  private void merge(Node value, Map<String, Field> merged) {
    if (value instanceof Fields fields) {
      fields.fields().forEach(field -> merged.putIfAbsent(field.name(), field));
    } else if (value instanceof Items items
        && items.items().stream().allMatch(Fields.class::isInstance)) {
      items.items().forEach(item -> merge(item, merged));
    } else {
      faults.add(
          value.place(),
          "the value of '<<' must be a map or a list of maps but is " + value.kind() + ".",
          "name an anchored map, as in '<<: *defaults'.");
    }
  }
}
