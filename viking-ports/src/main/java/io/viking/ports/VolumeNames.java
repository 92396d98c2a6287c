package io.viking.ports;

/** What may stand in the record of a volume. */
final class VolumeNames {
  private VolumeNames() {}

  static void check(String volume, String host) {
    if (!Endpoint.isKeyPart(volume) || !Endpoint.isKeyPart(host)) {
      throw new IllegalArgumentException(
          "volume and host must be letters, digits, '_', '.', ':' and '-' but were '"
              + volume
              + "' and '"
              + host
              + "'");
    }
  }
}
