package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.doctor.Doctor;
import io.viking.docker.doctor.DoctorOptions;
import io.viking.docker.engine.EngineException.Kind;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import io.viking.ports.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real engine behind {@code --tlsverify}, as {@code docker} and its users know it. */
@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EngineTlsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final PrivateEngine engine;
  private TestCertificates authority;
  private TestCertificates stranger;
  private TestCertificates.Issued client;

  EngineTlsIT(PrivateEngine engine) {
    this.engine = engine;
  }

  @BeforeAll
  void requireTls() {
    authority = TestCertificates.in(engine.folder(), "ca");
    stranger = TestCertificates.in(engine.folder(), "stranger");
    client = authority.issue("client");
    serveWith(authority.issue("engine.test", engine.hostAddress()));
  }

  private void serveWith(TestCertificates.Issued own) {
    serveWith(authority, own);
  }

  private void serveWith(TestCertificates clients, TestCertificates.Issued own) {
    engine.requireTls(clients.ca(), own.certificate(), own.key());
  }

  @Test
  void anEngineIsReachedWithCertificatesOfItsAuthority() throws IOException {
    try (EngineClient tls = open(folder("right", authority.ca(), client))) {
      tls.ping();

      assertThat(tls.facts().version()).isEqualTo(engine.version());
      assertThat(tls.summaries()).isEmpty();
    }
  }

  @Test
  void containersAreMadeFollowedAndRemovedByTls() throws Exception {
    String image = engine.image("test/tls");
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (EngineClient tls = open(folder("work", authority.ca(), client));
        EventStream stream = tls.events(Instant.now(), hearing(events))) {
      NewContainer container =
          NewContainer.builder().name("by-tls").image(image).restart(RestartPolicy.DEFAULT).build();
      String id = tls.create(container);
      tls.start(id);

      assertThat(events.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(id);
      assertThat(tls.container("by-tls").orElseThrow().isRunning()).isTrue();
      tls.stop(id, Duration.ZERO);
      tls.remove(id);
      assertThat(tls.container("by-tls")).isEmpty();
    }
  }

  private static EventListener hearing(BlockingQueue<String> events) {
    return new EventListener() {
      @Override
      public void onEvent(ContainerEvent event) {
        events.add(event.containerId());
      }

      @Override
      public void onEnd(Optional<EngineException> cause) {
        // The test ends it.
      }
    };
  }

  /** Again and again: the engine hangs up while the program is still talking. */
  @RepeatedTest(10)
  void anEngineThatDoesNotAcceptTheCertificateIsToldFromOneThatIsAway() throws IOException {
    Path folder = folder("foreign", authority.ca(), stranger.issue("client"));

    assertRefused(folder)
        .hasMessageContainingAll("does not accept this program's certificate", "Fix: ")
        .hasMessageContainingAll("DOCKER_CERT_PATH", "--tlscacert");
  }

  @Test
  void anExpiredCertificateIsNotAccepted() throws IOException {
    Path folder = folder("expired", authority.ca(), authority.issueExpired("late"));

    assertRefused(folder).hasMessageContaining("does not accept this program's certificate");
  }

  @Test
  void anEngineOfAnotherAuthorityIsNotTrusted() throws IOException {
    Path folder = folder("untrusted", stranger.ca(), client);

    assertRefused(folder)
        .hasMessageContainingAll("its certificate is not trusted", "Fix: put the CA", "ca.pem");
  }

  @Test
  void anEngineWithAnotherNameIsNotTrusted() throws IOException {
    Path folder = folder("name", authority.ca(), client);
    serveWith(authority.issue("other.test", "192.0.2.1"));
    try {
      assertRefused(folder)
          .hasMessageContainingAll("its certificate is for another name", "Fix: use an address");
    } finally {
      serveWith(authority.issue("engine.test", engine.hostAddress()));
    }
  }

  @Test
  void certificatesThatAreReplacedAreUsedWithoutARestart() throws IOException {
    TestCertificates next = TestCertificates.in(engine.folder(), "next");
    Path folder = folder("renewed", authority.ca(), client);
    try (EngineClient tls = open(folder)) {
      tls.ping();
      serveWith(next, next.issue("engine.test", engine.hostAddress()));
      assertThatThrownBy(tls::ping).hasMessageContaining("its certificate is not trusted");

      Files.delete(folder.resolve("key.pem"));
      assertThatThrownBy(tls::ping).hasMessageContaining("its certificate is not trusted");
      folder("renewed", next.ca(), next.issue("client"));

      tls.ping();
      assertThat(tls.summaries()).isEmpty();
    } finally {
      serveWith(authority.issue("engine.test", engine.hostAddress()));
    }
  }

  @Test
  void aProgramWithoutCertificatesIsToldToGiveThem() {
    assertThatThrownBy(
            () -> {
              try (EngineClient plain =
                  EngineClient.open(engine.tcpAddress(), EngineOptions.defaults())) {
                plain.ping();
              }
            })
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageContainingAll(engine.tcpAddress(), "it wants TLS")
        .hasMessageContainingAll("Fix: set DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH");
  }

  @Test
  void aDoctorFindsAnEngineThatIsReachedByTlsWell() throws IOException {
    Path folder = folder("doctor", authority.ca(), client);

    assertThat(examine(options(folder)))
        .noneMatch(found -> found.severity() == Severity.ERROR)
        .anyMatch(found -> found.what().contains(engine.version()));
    assertThat(examine(EngineOptions.defaults()))
        .filteredOn(found -> found.severity() == Severity.ERROR)
        .anyMatch(
            found ->
                found.what().endsWith("it wants TLS.")
                    && found.fix().orElse("").startsWith("set DOCKER_TLS_VERIFY=1"));
  }

  private List<Finding> examine(EngineOptions options) {
    try (ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT)) {
      DoctorOptions asked =
          DoctorOptions.builder()
              .store(store)
              .addHosts(Host.of("node-1", engine.hostAddress(), engine.tcpAddress()))
              .localHost(Host.of("node-1", engine.hostAddress(), engine.tcpAddress()))
              .engineOptions(options)
              .build();
      return Doctor.of(asked).examine().findings().stream()
          .filter(found -> found.subject().startsWith("engine "))
          .toList();
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path folder) {
    return assertThatThrownBy(
            () -> {
              try (EngineClient tls = open(folder)) {
                tls.ping();
              }
            })
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageStartingWith("engine " + engine.tcpAddress() + ": ");
  }

  private EngineClient open(Path folder) {
    return EngineClient.open(engine.tcpAddress(), options(folder));
  }

  private static EngineOptions options(Path folder) {
    return EngineOptions.builder().certificates(folder).build();
  }

  /** A folder as DOCKER_CERT_PATH names it. */
  private Path folder(String name, Path ca, TestCertificates.Issued own) throws IOException {
    Path folder = Files.createDirectories(engine.folder().resolve("certificates").resolve(name));
    copy(ca, folder.resolve("ca.pem"));
    copy(own.certificate(), folder.resolve("cert.pem"));
    copy(own.key(), folder.resolve("key.pem"));
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.write(to, Files.readAllBytes(from));
  }
}
