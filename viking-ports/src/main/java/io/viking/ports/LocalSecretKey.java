package io.viking.ports;

import io.viking.model.folder.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key of the secrets' fingerprints in a file that its owner alone may read. */
final class LocalSecretKey {
  private static final String LOCK = "secret-key.lock";

  private final LocalFolder folder;
  private final Path file;

  LocalSecretKey(LocalFolder folder) {
    this.folder = folder;
    this.file = folder.file("secret-key");
  }

  byte[] get() {
    return folder.locked(
        LOCK,
        () -> {
          if (!Files.exists(file)) {
            AtomicFile.writeShared(file, SecretKeyText.random() + "\n");
          }
          // Whatever it holds, it can be shown to be no key.
          String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          return SecretKeyText.parse(text, file.toString());
        });
  }
}
