package io.viking.ports.testing.history;

import java.util.HashMap;
import java.util.Map;

/**
 * What the store holds after all calls have ended.
 *
 * @param records the number of each service port
 * @param owners the service port of each number
 */
public record PortState(Map<String, Integer> records, Map<Integer, String> owners) {
  /** Of a store that has no second index, or whose second index is not looked at. */
  public static PortState of(Map<String, Integer> records) {
    Map<Integer, String> owners = new HashMap<>();
    records.forEach((service, number) -> owners.put(number, service));
    return new PortState(records, owners);
  }
}
