package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.testing.SecretKeyContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretKeyTest extends SecretKeyContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore recording) {
    return openStore();
  }

  @Test
  void itsFileIsItsOwnersOnly() throws IOException {
    keep(openStore()).secretKey();

    assertThat(Files.getPosixFilePermissions(folder.resolve("secret-key")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aFileThatHoldsNoKeyIsLeftAloneAndNotQuoted() throws IOException {
    Path file = folder.resolve("secret-key");
    Files.writeString(file, "0123canary");
    ClusterStore store = keep(openStore());

    assertThatThrownBy(store::secretKey)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContainingAll(file.toString(), "expected 64 hexadecimal digits", "Fix: ")
        .hasMessageNotContaining("canary");
    assertThat(file).hasContent("0123canary");
  }
}
