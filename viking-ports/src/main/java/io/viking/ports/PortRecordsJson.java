package io.viking.ports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.viking.model.InvalidStackException;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.model.yaml.PortTableJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link PortRecords} as JSON, for {@code viking ports export} and {@code import}. Stateless, safe
 * for use by several threads. Without {@code next} and {@code withheld}, which may be absent, it is
 * the form of a plain port table.
 *
 * <pre>{@code
 * {
 *   "version" : 1,
 *   "ports" : { "shared/mongo/27017/tcp" : 10000 },
 *   "next" : 10002,
 *   "withheld" : { "10001" : "released shared/auth/80/tcp 2026-11-24T15:00:00Z" }
 * }
 * }</pre>
 */
public final class PortRecordsJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int VERSION = 1;

  private final String fileName;
  private final SortedMap<Integer, Withheld> withheld = new TreeMap<>();
  private int next;

  private PortRecordsJson(String fileName) {
    this.fileName = fileName;
  }

  /** The records over several lines, sorted, with a line break at the end. */
  public static String write(PortRecords records) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeObjectFieldStart("ports");
      for (Map.Entry<ServicePort, Integer> entry : records.table().asMap().entrySet()) {
        json.writeNumberField(entry.getKey().path(), entry.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("next", records.next());
      json.writeObjectFieldStart("withheld");
      for (Map.Entry<Integer, Withheld> entry : records.withheld().entrySet()) {
        json.writeStringField(entry.getKey().toString(), entry.getValue().text());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /**
   * Reads what {@link #write} wrote, or a plain port table.
   *
   * @param fileName what faults are reported under
   * @throws InvalidStackException with all the faults of the table
   * @throws IllegalArgumentException with file, line and column of the first other fault
   */
  public static PortRecords parse(String fileName, String text) {
    PortTable table = PortTableJson.parse(fileName, text);
    PortRecordsJson reader = new PortRecordsJson(fileName);
    try (JsonParser json = JSON.createParser(text)) {
      reader.readBesidesTable(json);
    } catch (JsonProcessingException e) {
      throw reader.fault(e.getLocation(), e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PortRecords(reader.next, table, reader.withheld);
  }

  private void readBesidesTable(JsonParser json) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "next" -> readNext(json);
        case "withheld" -> readWithheld(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readNext(JsonParser json) throws IOException {
    boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
    long number = whole ? json.getLongValue() : -1;
    expect(json, number >= 0 && number <= 65535, "\"next\" must be a number from 0 to 65535");
    next = (int) number;
  }

  private void readWithheld(JsonParser json) throws IOException {
    expect(json, json.currentToken() == JsonToken.START_OBJECT, "\"withheld\" must be a map");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      int number = PortReading.number(name);
      expect(json, number > 0, "'" + name + "' is not a port, 1 to 65535");
      json.nextToken();
      expect(json, json.currentToken() == JsonToken.VALUE_STRING, "the reason must be a string");
      withheld.put(number, reason(json));
    }
  }

  private Withheld reason(JsonParser json) throws IOException {
    try {
      return Withheld.parse(json.getText());
    } catch (IllegalArgumentException e) {
      throw fault(json.currentTokenLocation(), e.getMessage(), e);
    }
  }

  private void expect(JsonParser json, boolean condition, String message) {
    if (!condition) {
      throw fault(json.currentTokenLocation(), message, null);
    }
  }

  private IllegalArgumentException fault(
      JsonLocation at, @Nullable String message, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "%s:%d:%d: %s.%n  Fix: the file must be what 'viking ports export' wrote."
            .formatted(fileName, at.getLineNr(), at.getColumnNr(), message),
        cause);
  }
}
