package io.viking.ports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.viking.model.Host;
import io.viking.model.VariableSyntax;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A host as one line of JSON: name, engine, address, tags. */
final class HostRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private HostRecord() {}

  static String write(Host host) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", host.name());
      json.writeStringField("engine", host.engine());
      if (host.address().isPresent()) {
        json.writeStringField("address", host.address().get());
      }
      json.writeArrayFieldStart("tags");
      for (String tag : host.tags()) {
        json.writeString(tag);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote; keys it does not know are skipped, for those to come.
   *
   * @throws IllegalArgumentException if the text is not a host
   */
  static Host read(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("a host record must be a JSON object");
      }
      Host.Builder host = Host.builder();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        readField(host, name, json);
      }
      return host.build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a host record: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException("not a host record: " + e.getMessage(), e);
    }
  }

  private static void readField(Host.Builder host, String name, JsonParser json)
      throws IOException {
    switch (name) {
      case "name" -> host.name(text(json));
      case "engine" -> host.engine(text(json));
      case "address" -> host.address(text(json));
      case "tags" -> {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          host.addTags(checked(json.getText()));
        }
      }
      default -> json.skipChildren();
    }
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException(json.currentName() + " must be a string");
    }
    return checked(json.getText());
  }

  /** What came with half a character could not be written again. */
  private static String checked(String text) {
    VariableSyntax.textFault(text)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    return text;
  }
}
