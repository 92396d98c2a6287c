package io.viking.docker.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.DeployedInstance;
import io.viking.docker.Viking;
import io.viking.docker.ambassador.DataPathMode;
import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.Host;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The real agent, brought to a host by bootstrap, with an etcd that takes clients with certificates
 * only and gives the user the role that docs/operations.md describes.
 */
@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class SecureBootstrapIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String AGENT = "viking-agent";

  private static final Stack STACK =
      StackParser.create()
          .parse(
              StackName.of("secure"),
              "secure.yml",
              """
              back:
                image: test/back
                expose: 80
              front:
                image: test/front
                expose: []
                link: back
              """);

  /** Not one of a class: the image holds the test classes, too, and is searched for it. */
  private final String password = UUID.randomUUID().toString();

  private final PrivateEngine engine;
  private final Host host;
  private SecureEtcd etcd;
  private EtcdOptions access;
  private AgentImage image;
  private ClusterStore store;
  private List<BootstrapResult> first;

  SecureBootstrapIT(PrivateEngine engine) {
    this.engine = engine;
    this.host =
        Host.builder()
            .name("node-1")
            .address(engine.hostAddress())
            .engine(engine.address())
            .build();
  }

  @BeforeAll
  void bootstrap() {
    etcd = SecureEtcd.start(Transport.MUTUAL_TLS, engine.testAddress());
    etcd.enableAuthentication();
    etcd.ctl("user", "add", "agents:" + password);
    etcd.ctl("user", "grant-role", "agents", "viking");
    access =
        EtcdOptions.builder()
            .addEndpoints(etcd.endpoint())
            .caCertificate(etcd.certificates().ca())
            .clientCertificate(etcd.client().certificate())
            .clientKey(etcd.client().key())
            .user("agents")
            .password(password)
            .deadline(DEADLINE)
            .build();
    store = ClusterStore.etcd(access);
    image = AgentImage.ofRunningProgram(BootstrapOptions.AGENT_MAIN);
    first = runBootstrap();
  }

  private List<BootstrapResult> runBootstrap() {
    BootstrapOptions options =
        BootstrapOptions.builder()
            .etcd(access.endpoints())
            .etcdAccess(access)
            .stateFolder(engine.folder().resolve("state"))
            .readyTimeout(DEADLINE)
            .build();
    return Bootstrap.create(image, options).run(List.of(host), store.hosts());
  }

  @AfterAll
  void stop() {
    if (store != null) {
      store.close();
    }
    if (image != null) {
      image.close();
    }
    if (etcd != null) {
      etcd.close();
    }
  }

  @Test
  @Order(1)
  void theAgentAnnouncesItsHost() {
    assertThat(first).extracting(BootstrapResult::action).containsExactly(Action.STARTED);
    assertThat(store.hosts().hosts())
        .singleElement()
        .satisfies(
            live -> {
              assertThat(live.name()).isEqualTo("node-1");
              assertThat(live.address()).hasValue(engine.hostAddress());
            });
  }

  @Test
  @Order(2)
  void aDeployedServiceIsRegisteredAndAnswersItsLink() {
    engine.image(
        "test/back",
        "CMD [\"sh\", \"-c\", \"echo behind > /tmp/index.html; exec httpd -f -p 80 -h /tmp\"]");
    engine.image("test/front");

    List<DeployedInstance> deployed;
    try (Viking viking =
        Viking.builder()
            .etcd(access)
            .host(host)
            .stateFolder(engine.folder().resolve("deployer"))
            .build()) {
      deployed = viking.deploy(STACK).instances();
    }

    assertThat(store.endpoints().snapshot().of("secure_back_80"))
        .singleElement()
        .satisfies(at -> assertThat(at.address().host()).isEqualTo(engine.hostAddress()));
    String front = name(deployed, "secure/front");
    Await.until(
        DEADLINE,
        () -> "the link answered: " + asked(front) + "\n" + docker("logs", AGENT),
        () -> asked(front).equals("backends behind"));
    if (DataPathMode.KERNEL.missing().isEmpty()) {
      // What this machine has for it is in the image.
      Await.until(
          DEADLINE,
          () -> "the kernel takes the link over: " + docker("logs", AGENT),
          () -> asked(front).equals("backends behind") && kernelConnections() > 0);
    }
  }

  /** So many connections to the service that the kernel has led. */
  private long kernelConnections() {
    String status =
        Command.run(
            engine.inNetwork("busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:7946/status"));
    Matcher counter = Pattern.compile("\"kernel\\.secure_back_80\":(\\d+)").matcher(status);
    return counter.find() ? Long.parseLong(counter.group(1)) : 0;
  }

  private static String name(List<DeployedInstance> deployed, String service) {
    return deployed.stream()
        .filter(instance -> instance.id().service().path().equals(service))
        .map(instance -> instance.id().containerName())
        .findFirst()
        .orElseThrow();
  }

  /** What its link's address is, and answers. */
  private String asked(String container) {
    return docker(
        "exec",
        container,
        "sh",
        "-c",
        "echo $BACK_PORT_80_TCP_ADDR" + " $(wget -q -O - http://backends:$BACK_PORT_80_TCP_PORT/)");
  }

  @Test
  @Order(3)
  void bootstrapRunAgainLeavesTheAgentAsItIs() {
    ContainerFacts before = agent();

    List<BootstrapResult> again = runBootstrap();

    assertThat(again).extracting(BootstrapResult::action).containsExactly(Action.UNCHANGED);
    assertThat(agent().id()).isEqualTo(before.id());
    assertThat(agent().startedAt()).isEqualTo(before.startedAt());
    assertThat(agent().restartCount()).isZero();
  }

  /** As docs/operations.md says; {@code capabilities(7)} has the bits. */
  @Test
  @Order(4)
  void theAgentHasTwoCapabilitiesAndCanWriteToItsStateAlone() throws IOException {
    Path process = Path.of("/proc", Long.toString(ContainerProcess.of(agent().id())));
    String status = Files.readString(process.resolve("status"));
    List<String> mounts = Files.readAllLines(process.resolve("mounts"));

    long netAdmin = 1L << 12;
    long netBindService = 1L << 10;
    for (String set : List.of("CapPrm", "CapEff", "CapBnd")) {
      assertThat(status).containsPattern(set + ":\\s+0*%x\n".formatted(netAdmin | netBindService));
    }
    assertThat(status).containsPattern("NoNewPrivs:\\s+1\n");
    assertThat(mounts)
        .filteredOn(mount -> mount.contains(" / "))
        .singleElement()
        .asString()
        .contains(" ro,");
    assertThat(mounts)
        .filteredOn(mount -> mount.contains(" rw") && mount.matches("\\S+ /(?!proc|sys|dev).*"))
        .extracting(mount -> mount.replaceFirst("\\S+ (\\S+) .*", "$1"))
        .contains("/tmp", "/etc/viking", engine.folder().resolve("state").toString())
        .doesNotContain("/viking", "/usr");
  }

  @Test
  @Order(5)
  void neitherTheContainerNorItsLogNorTheImageShowsPasswordOrKey() throws IOException {
    List<String> secrets = secrets();

    assertThat(docker("inspect", AGENT)).contains("VIKING_ETCD_USER=agents");
    for (String shown :
        List.of(
            docker("inspect", AGENT),
            docker("logs", AGENT),
            docker("image", "inspect", image.tag()),
            docker("history", "--no-trunc", image.tag()))) {
      assertThat(shown).doesNotContain(secrets);
    }
    assertThat(found(secrets)).isEmpty();
  }

  /** The password, and each line of the key. */
  private List<String> secrets() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(password));
    Files.readAllLines(etcd.client().key()).stream()
        .filter(line -> !line.startsWith("-----") && line.length() > 8)
        .forEach(secrets::add);
    assertThat(secrets).hasSizeGreaterThan(2);
    return secrets;
  }

  /** Those that are in the image's layers, or in anything else of it. */
  private List<String> found(List<String> secrets) throws IOException {
    List<String> found = new ArrayList<>();
    boolean sawItsFiles = false;
    try (InputStream saved = engine.client().saveImageCmd(image.tag()).exec()) {
      String tail = "";
      for (byte[] read = saved.readNBytes(1 << 20);
          read.length > 0;
          read = saved.readNBytes(1 << 20)) {
        String text = tail + new String(read, StandardCharsets.ISO_8859_1);
        secrets.stream().filter(text::contains).forEach(found::add);
        sawItsFiles |= text.contains("viking/jre/bin/java");
        tail = text.substring(Math.max(0, text.length() - 100));
      }
    }
    assertThat(sawItsFiles).as("the image's files were read").isTrue();
    return found;
  }

  @Test
  @Order(6)
  void anAgentThatIsStoppedTakesItsHostAndItsEndpointsBack() {
    docker("stop", "--time", "40", AGENT);

    Await.until(DEADLINE, () -> "its host is gone", () -> store.hosts().hosts().isEmpty());
    assertThat(store.endpoints().await(now -> now.byService().isEmpty(), DEADLINE)).isPresent();
  }

  private ContainerFacts agent() {
    try (EngineClient client = EngineClient.open(engine.address(), EngineOptions.defaults())) {
      return client.container(AGENT).orElseThrow();
    }
  }

  /** What {@code docker} prints with these arguments, and why it fails if it does. */
  private String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.address()));
    command.addAll(List.of(arguments));
    try {
      return Command.run(command);
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
