package io.viking.examples.cli;

import io.viking.docker.StateFolder;
import io.viking.docker.Viking;
import io.viking.docker.VikingBuilder;
import io.viking.docker.engine.EngineOptions;
import io.viking.model.Host;
import io.viking.model.yaml.HostsFile;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to reach the cluster; the same for every command. */
final class ClusterOptions {
  /** A command's first call finds everything cold: on a busy machine 5 s can be too few. */
  private static final Duration COLD_START = Duration.ofSeconds(15);

  @Option(
      names = "--etcd",
      split = ",",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:VIKING_ETCD}",
      description = "etcd members, comma-separated. Absent: one host, local files. [VIKING_ETCD]")
  private List<String> etcd = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:VIKING_KEY:-/viking}",
      description = "What all keys in etcd start with; default /viking. [VIKING_KEY]")
  private String key = "/viking";

  @Mixin private EtcdAccessOptions access = new EtcdAccessOptions();

  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      defaultValue = "${env:VIKING_HOSTS}",
      description =
          "The hosts, a list of {name, engine, address, tags}. Absent: those with a live"
              + " agent, else the local engine. [VIKING_HOSTS]")
  private @Nullable Path hosts;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      defaultValue = "${env:VIKING_HOME}",
      description = "Where local files are kept; default /var/lib/viking for root. [VIKING_HOME]")
  private @Nullable Path home;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "The deployment folder; default 'deployment' below --home.")
  private @Nullable Path folder;

  @Option(
      names = "--port-range",
      paramLabel = "FIRST-LAST",
      defaultValue = "10000-29999",
      description = "The numbers that may be allocated; default ${DEFAULT-VALUE}.")
  private String portRange = PortRange.DEFAULT.toString();

  @Option(
      names = "--quarantine",
      paramLabel = "TIME",
      defaultValue = "${env:VIKING_QUARANTINE:-1h}",
      description =
          "How long a released number is not given again, as in 1h or 30m; default 1h."
              + " [VIKING_QUARANTINE]")
  private String quarantine = "1h";

  /** The etcd members as given, possibly none. */
  List<String> etcd() {
    return etcd.stream().filter(member -> !member.isBlank()).toList();
  }

  /** What all keys in etcd start with. */
  String key() {
    return key;
  }

  /** The state folder. */
  Path home() {
    return home == null ? StateFolder.of(System.getenv()) : home;
  }

  /** The deployment folder. */
  Path folder() {
    return folder == null ? StateFolder.deployment(home()) : folder;
  }

  /** The deadline of calls to etcd, if it was given. */
  Optional<String> deadline() {
    return access.deadline();
  }

  /** How to reach etcd, if etcd is used. */
  Optional<EtcdOptions> etcdOptions() {
    if (etcd().isEmpty()) {
      return Optional.empty();
    }
    EtcdOptions.Builder options =
        access
            .options(System.getenv())
            .endpoints(etcd())
            .baseKey(key)
            .ports(range())
            .quarantine(quarantine());
    if (deadline().isEmpty()) {
      options.deadline(COLD_START);
    }
    return Optional.of(options.build());
  }

  /** The cluster's store, for commands that need nothing else. */
  ClusterStore openStore() {
    return etcdOptions()
        .map(ClusterStore::etcd)
        .orElseGet(() -> ClusterStore.local(StateFolder.store(home()), range(), quarantine()));
  }

  /** What values of {@code BACKEND_<port>} start with, without asking the store. */
  URI network() {
    return etcd().isEmpty()
        ? URI.create("local:///viking/network")
        : URI.create("etcd://" + EtcdHostCommand.bare(etcd().get(0)) + key + "/network");
  }

  /** The hosts of the inventory, or none where there is no inventory. */
  List<Host> hosts() {
    return hosts == null || hosts.toString().isBlank() ? List.of() : HostsFile.read(hosts);
  }

  /** How to reach engines: as the {@code docker} command is told to. */
  EngineOptions engines() {
    return EngineOptions.fromEnvironment(System.getenv());
  }

  /** A builder with all of these settings. */
  VikingBuilder viking() {
    VikingBuilder builder =
        Viking.builder()
            .hosts(hosts())
            .engines(engines())
            .stateFolder(home())
            .deploymentFolder(folder())
            .portRange(range())
            .quarantine(quarantine());
    etcdOptions().ifPresent(builder::etcd);
    return builder;
  }

  private Duration quarantine() {
    try {
      return Duration.parse("PT" + quarantine.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--quarantine '" + quarantine + "' is no time.\n  Fix: write 1h, 30m or 90s", e);
    }
  }

  /** The numbers that may be allocated. */
  PortRange range() {
    try {
      return PortNumbers.range(portRange);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--port-range: " + e.getMessage(), e);
    }
  }
}
