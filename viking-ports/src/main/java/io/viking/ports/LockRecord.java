package io.viking.ports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.viking.model.StackName;
import io.viking.model.VariableSyntax;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/** A lock's holder as one line of JSON: host, process, user, since. */
final class LockRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private LockRecord() {}

  static String write(LockHolder holder) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("host", holder.host());
      json.writeNumberField("process", holder.process());
      json.writeStringField("user", holder.user());
      json.writeStringField("since", holder.since().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** What {@link #write} wrote; of any other text, a holder of whom nothing is known. */
  static LockHolder read(StackName stack, String text) {
    LockHolder.Builder holder = LockHolder.builder().from(LockHolder.unknown(stack));
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return LockHolder.unknown(stack);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        readField(holder, name, json);
      }
      LockHolder read = holder.build();
      return VariableSyntax.textFault(read.host() + read.user()).isPresent()
          ? LockHolder.unknown(stack)
          : read;
    } catch (IOException | DateTimeException e) {
      return LockHolder.unknown(stack);
    }
  }

  private static void readField(LockHolder.Builder holder, String name, JsonParser json)
      throws IOException {
    switch (name) {
      case "host" -> holder.host(json.getValueAsString("?"));
      case "process" -> holder.process(json.getValueAsLong(0));
      case "user" -> holder.user(json.getValueAsString("?"));
      case "since" -> holder.since(Instant.parse(json.getValueAsString("")));
      default -> json.skipChildren();
    }
  }
}
