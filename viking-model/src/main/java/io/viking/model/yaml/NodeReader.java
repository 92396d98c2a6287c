package io.viking.model.yaml;

import java.util.Optional;

/** Reads a file's text into nodes, as JSON or as YAML. */
final class NodeReader {
  private NodeReader() {}

  /**
   * JSON if the file is named {@code .json} or starts with a brace, else YAML. A text that starts
   * with a brace and is not JSON may still be YAML, unless its name says otherwise.
   *
   * @return the value; empty if there is none, with the reason among the faults
   */
  static Optional<Node> read(Source source, Faults faults) {
    if (source.text().isBlank()) {
      faults.add(source.start(), "the file is empty.", "describe at least one value in it.");
      return Optional.empty();
    }
    if (!source.looksLikeJson()) {
      return yaml(source, faults);
    }
    Faults jsonFaults = new Faults();
    Optional<Node> json = new JsonReader(source, jsonFaults).read();
    if (json.isEmpty() && !source.file().endsWith(".json")) {
      Faults yamlFaults = new Faults();
      Optional<Node> yaml = new YamlReader(source, yamlFaults).read();
      if (yamlFaults.isEmpty()) {
        return yaml;
      }
    }
    faults.addAll(jsonFaults.inFileOrder());
    return json;
  }

  private static Optional<Node> yaml(Source source, Faults faults) {
    Faults found = new Faults();
    Optional<Node> node = new YamlReader(source, found).read();
    if (node.isEmpty() && found.isEmpty()) {
      found.add(
          source.start(),
          "the file is empty: it holds comments only.",
          "describe at least one value in it.");
    }
    faults.addAll(found.inFileOrder());
    return node;
  }
}
