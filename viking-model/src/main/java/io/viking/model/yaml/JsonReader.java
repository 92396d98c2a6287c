package io.viking.model.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.viking.model.Place;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import io.viking.model.yaml.Node.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads JSON into nodes, twice given keys included. One use each. */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Limits.MAX_DEPTH).build())
          .build();

  private final Source source;
  private final Faults faults;

  JsonReader(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  /** The document's value; empty if it could not be read, with the reason among the faults. */
  Optional<Node> read() {
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Node node = node(parser);
      if (parser.nextToken() != null) {
        faults.add(
            place(parser.currentTokenLocation()),
            "the file is not valid JSON: text follows the end of the value.",
            "remove what follows the last '}'.");
        return Optional.empty();
      }
      return Optional.of(node);
    } catch (JsonProcessingException e) {
      faults.add(
          e.getLocation() == null ? source.start() : place(e.getLocation()),
          "the file is not valid JSON: " + Quote.shorten(reason(e), 200) + ".",
          fix());
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory could not be read", e);
    }
    return Optional.empty();
  }

  /** The parser's first sentence without its own talk of codes and settings. */
  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("\\(('.') \\(code [^)]*\\)\\)", "$1")
        .replaceAll("(: was expecting)? \\((start marker|JSON|for Object|`Stream).*", "");
  }

  private String fix() {
    return source.text().stripLeading().startsWith("{")
        ? "check quotes, commas and brackets before this place."
        : "write JSON, or name the file .yml.";
  }

  private Node node(JsonParser parser) throws IOException {
    Place place = place(parser.currentTokenLocation());
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Fields(place, fields(parser));
      case START_ARRAY -> new Items(place, items(parser));
      case VALUE_NULL -> new Scalar(place, "null", Style.NULL);
      case VALUE_STRING -> new Scalar(place, parser.getText(), Style.QUOTED);
      default -> new Scalar(place, parser.getText(), Style.PLAIN);
    };
  }

  private List<Field> fields(JsonParser parser) throws IOException {
    List<Field> fields = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Scalar key =
          new Scalar(place(parser.currentTokenLocation()), parser.currentName(), Style.QUOTED);
      parser.nextToken();
      fields.add(new Field(key, node(parser)));
    }
    return fields;
  }

  private List<Node> items(JsonParser parser) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser));
    }
    return items;
  }

  private Place place(JsonLocation location) {
    return new Place(
        source.file(), Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
