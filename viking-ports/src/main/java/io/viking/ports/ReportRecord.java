package io.viking.ports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.viking.model.VariableSyntax;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host's report as one line of JSON: host, carried numbers, clashes by number. */
final class ReportRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private Optional<String> host = Optional.empty();
  private Optional<List<Integer>> carried = Optional.empty();
  private final List<PortClash> clashes = new ArrayList<>();

  private ReportRecord() {}

  /**
   * @throws IllegalArgumentException if it stands for one that cannot be read: written, it would
   *     say that the host carries nothing
   */
  static String write(HostReport report) {
    if (!report.readable()) {
      throw new IllegalArgumentException("an unreadable report cannot be written");
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("host", report.host());
      json.writeArrayFieldStart("carried");
      for (int number : report.carried()) {
        json.writeNumber(number);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("clashes");
      for (PortClash clash : report.clashes()) {
        json.writeStringField(Integer.toString(clash.number()), clash.reason());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote; keys it does not know are skipped, for those to come.
   *
   * @throws IllegalArgumentException if the text is not a report; without its numbers it is none
   */
  static HostReport read(String text) {
    ReportRecord found = new ReportRecord();
    try (JsonParser json = JSON.createParser(text)) {
      expect(json.nextToken(), JsonToken.START_OBJECT, "a host report");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        found.readField(name, json.nextToken(), json);
      }
      expect(json.currentToken(), JsonToken.END_OBJECT, "a host report");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a host report: " + e.getOriginalMessage(), e);
    } catch (IOException | NumberFormatException e) {
      throw new IllegalArgumentException("not a host report: " + e.getMessage(), e);
    }
    return HostReport.of(
        found.host.orElseThrow(() -> missing("host")),
        found.carried.orElseThrow(() -> missing("carried")),
        found.clashes);
  }

  private void readField(String name, JsonToken value, JsonParser json) throws IOException {
    switch (name) {
      case "host" -> {
        expect(value, JsonToken.VALUE_STRING, name);
        host = Optional.of(json.getText());
      }
      case "carried" -> {
        expect(value, JsonToken.START_ARRAY, name);
        carried = Optional.of(numbers(json));
      }
      case "clashes" -> {
        expect(value, JsonToken.START_OBJECT, name);
        readClashes(json);
      }
      default -> json.skipChildren();
    }
  }

  private static List<Integer> numbers(JsonParser json) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a carried number");
      numbers.add(json.getIntValue());
    }
    return numbers;
  }

  private void readClashes(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      int number = Integer.parseInt(json.currentName());
      expect(json.nextToken(), JsonToken.VALUE_STRING, "the reason of a clash");
      String reason = json.getText();
      VariableSyntax.textFault(reason)
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(why);
              });
      clashes.add(new PortClash(number, reason));
    }
  }

  private static void expect(JsonToken found, JsonToken expected, String what) {
    if (found != expected) {
      throw new IllegalArgumentException(what + " is not written as viking writes it");
    }
  }

  private static IllegalArgumentException missing(String field) {
    return new IllegalArgumentException("a host report without '" + field + "'");
  }
}
