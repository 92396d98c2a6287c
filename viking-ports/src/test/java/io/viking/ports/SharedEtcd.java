package io.viking.ports;

import io.viking.ports.testing.EtcdServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One etcd for a class of tests, and a base key of its own for each of them. */
final class SharedEtcd implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private Optional<EtcdServer> server = Optional.empty();
  private String baseKey = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    server = Optional.of(EtcdServer.start());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    baseKey = "/" + context.getRequiredTestMethod().getName();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.ifPresent(EtcdServer::close);
  }

  EtcdServer server() {
    return server.orElseThrow();
  }

  String baseKey() {
    return baseKey;
  }

  /** Options for this etcd and this test. */
  EtcdOptions.Builder options() {
    return EtcdOptions.builder()
        .addEndpoints(server().endpoint())
        .baseKey(baseKey)
        .deadline(Duration.ofSeconds(30))
        .leaseTtl(Duration.ofSeconds(3));
  }
}
