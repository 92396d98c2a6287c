package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.Await;
import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates that are replaced under a program that goes on, all of them, by another authority.
 */
@Timeout(120)
class EtcdRenewedCertificatesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Endpoint ENDPOINT =
      new Endpoint(
          "mystack_mongo_27017", "mystack_mongo_27017_d1", HostAndPort.parse("10.0.0.1:1"));

  @TempDir private Path folder;
  private SecureEtcd etcd;
  private ClusterStore store;

  @BeforeEach
  void start() throws IOException {
    etcd = SecureEtcd.start(Transport.MUTUAL_TLS);
    copy(etcd.certificates().ca(), "ca.pem");
    copy(etcd.client().certificate(), "cert.pem");
    copy(etcd.client().key(), "key.pem");
    store =
        ClusterStore.etcd(
            EtcdOptions.builder()
                .addEndpoints(etcd.endpoint())
                .deadline(Duration.ofSeconds(2))
                .caCertificate(folder.resolve("ca.pem"))
                .clientCertificate(folder.resolve("cert.pem"))
                .clientKey(folder.resolve("key.pem"))
                .build());
    store.endpoints().register(ENDPOINT);
  }

  @AfterEach
  void stop() {
    store.close();
    etcd.close();
  }

  private void copy(Path file, String name) throws IOException {
    Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void areUsedWithoutARestart() throws IOException {
    etcd.restartRenewed();
    assertThat(fault()).as("with the certificates of before").isNotNull();

    // One after the other, as most tools do: for a while the key is not the certificate's.
    copy(etcd.certificates().ca(), "ca.pem");
    copy(etcd.client().certificate(), "cert.pem");
    assertThat(fault()).as("with half of them").isNotNull();
    copy(etcd.client().key(), "key.pem");

    Await.until("etcd answers", SOON, () -> fault() == null);
    Await.until("what was registered is there", SOON, this::isRegistered);
  }

  @Test
  void areUsedThoughTheyWereMissedForAWhile() throws IOException {
    etcd.restartRenewed();
    Files.delete(folder.resolve("key.pem"));
    Await.until(
        "the missing file is named",
        SOON,
        () ->
            fault() instanceof StoreAccessException fault
                && String.valueOf(fault.getMessage()).contains("key.pem"));

    copy(etcd.certificates().ca(), "ca.pem");
    copy(etcd.client().certificate(), "cert.pem");
    copy(etcd.client().key(), "key.pem");

    Await.until("etcd answers", SOON, () -> fault() == null);
    Await.until("what was registered is there", SOON, this::isRegistered);
  }

  private @Nullable StoreUnavailableException fault() {
    try {
      store.ports().list();
      return null;
    } catch (StoreUnavailableException e) {
      return e;
    }
  }

  private boolean isRegistered() {
    try {
      return store.endpoints().snapshot().contains(ENDPOINT.service(), ENDPOINT.id());
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
