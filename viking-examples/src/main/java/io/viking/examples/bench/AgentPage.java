package io.viking.examples.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent's status document says of one service. */
final class AgentPage {
  private static final Pattern FLAT = Pattern.compile("\\{[^{}]*}");
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?([^\",}]*)\"?");

  private final String text;

  AgentPage(String text) {
    this.text = text;
  }

  /** The first entry of that service that has that field; empty if there is none. */
  Map<String, String> entry(String service, String field) {
    Matcher entries = FLAT.matcher(text);
    while (entries.find()) {
      Map<String, String> entry = fields(entries.group());
      if (service.equals(entry.get("service")) && entry.containsKey(field)) {
        return entry;
      }
    }
    return Map.of();
  }

  /** The first entry that has that field; empty if there is none. */
  Map<String, String> entryWith(String field) {
    Matcher entries = FLAT.matcher(text);
    while (entries.find()) {
      Map<String, String> entry = fields(entries.group());
      if (entry.containsKey(field)) {
        return entry;
      }
    }
    return Map.of();
  }

  private static Map<String, String> fields(String entry) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(entry);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }
}
