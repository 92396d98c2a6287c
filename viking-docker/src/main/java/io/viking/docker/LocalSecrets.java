package io.viking.docker;

import io.viking.model.SecretSource;
import io.viking.model.VariableSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets in files of this machine and in variables of this process. */
final class LocalSecrets implements SecretReader {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSecrets.class);

  /** Linux takes no longer variable than 128 KiB. */
  private static final int MOST = 64 << 10;

  private final Map<String, String> environment;
  private final Set<Path> warned = ConcurrentHashMap.newKeySet();

  LocalSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String read(SecretSource source) {
    return switch (source.kind()) {
      case FILE ->
          usable(withoutLineBreak(content(Path.of(source.name()))), "put the value into it");
      case ENV -> usable(variable(source.name()), "set it where viking runs");
    };
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new UnreadableSecretException(
          "it is not set", "set it where viking runs, as in `export " + name + "`.");
    }
    return value;
  }

  private static String usable(String value, String fix) {
    if (value.isEmpty()) {
      throw new UnreadableSecretException(
          "it is empty", fix + ", or write `\"\"` in the job if an empty value is meant.");
    }
    if (value.length() > MOST) {
      throw tooLarge();
    }
    VariableSyntax.valueFault(value)
        .ifPresent(
            why -> {
              throw new UnreadableSecretException(why, "remove the character.");
            });
    return value;
  }

  private String content(Path file) {
    if (!Files.exists(file)) {
      throw new UnreadableSecretException(
          "it does not exist", "put the value into that file, on the machine where viking runs.");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnreadableSecretException(
          "it is no ordinary file", "name a file: folders, pipes and devices are not read.");
    }
    try {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST + 1);
      }
      if (bytes.length > MOST) {
        throw tooLarge();
      }
      warnIfOpen(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableSecretException(
          "it is not UTF-8", "save it as UTF-8; bytes need an encoding, such as base64.");
    } catch (AccessDeniedException e) {
      throw new UnreadableSecretException(
          "this user may not read it", "let the user that viking runs as read it.");
    } catch (IOException e) {
      throw new UnreadableSecretException(e.toString(), "see to its disk.");
    }
  }

  private static UnreadableSecretException tooLarge() {
    return new UnreadableSecretException(
        "it is larger than 64 KiB", "mount what is so large as a file, with `volume`.");
  }

  private static String withoutLineBreak(String text) {
    int end = text.length();
    if (text.endsWith("\n")) {
      end -= text.endsWith("\r\n") ? 2 : 1;
    }
    return text.substring(0, end);
  }

  /** A warning only: what a checkout or a mounted secret allows is often not the user's choice. */
  private void warnIfOpen(Path file) throws IOException {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          && warned.add(file)) {
        LOG.warn("{} holds a secret, and every user of this machine may read it", file);
      }
    } catch (UnsupportedOperationException e) {
      LOG.debug("who may read {} is not known here", file);
    }
  }
}
