package io.viking.ports;

/**
 * Where one port of one instance can be reached from other hosts.
 *
 * @param service the registry name, {@code <stack>_<job>_<port>}
 * @param id the instance's id within it, {@code <stack>_<job>_<port>_<pid>}
 * @param address where it answers
 */
public record Endpoint(String service, String id, HostAndPort address)
    implements Comparable<Endpoint> {
  /**
   * @throws IllegalArgumentException if a name is empty or could not stand in a key: letters,
   *     digits, '_', '.', ':' and '-' are allowed
   */
  public Endpoint {
    if (!isKeyPart(service) || !isKeyPart(id)) {
      throw new IllegalArgumentException(
          "endpoint names must be letters, digits, '_', '.', ':' and '-' but were '"
              + service
              + "' and '"
              + id
              + "'");
    }
  }

  /** Whether the text can be the name or the id of an endpoint. */
  public static boolean isKeyPart(String text) {
    return text.matches("[A-Za-z0-9_.:-]{1,255}");
  }

  @Override
  public int compareTo(Endpoint other) {
    int byService = service.compareTo(other.service);
    return byService != 0 ? byService : id.compareTo(other.id);
  }
}
