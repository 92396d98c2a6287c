package io.viking.docker.plan;

import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Protocol;
import io.viking.model.RestartPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan as commands for a shell, which do what viking would. */
public final class PlanDocker {
  private static final String LOCAL_ENGINE = "unix:///var/run/docker.sock";

  private PlanDocker() {}

  /**
   * The commands in the order of the plan, one for each container to remove or start; a comment
   * names the host. Commands for another engine than the local one set {@code DOCKER_HOST}.
   */
  public static String render(Plan plan) {
    List<String> commands = new ArrayList<>();
    for (ServiceChange change : plan.changes()) {
      if (change.removesFirst()) {
        change.removals().forEach(removal -> commands.add(remove(removal)));
      }
      change.starts().forEach(start -> commands.add(run(start)));
      if (!change.removesFirst()) {
        change.removals().forEach(removal -> commands.add(remove(removal)));
      }
    }
    return String.join("\n", commands);
  }

  private static String remove(Removal removal) {
    String container = removal.instance().containerName();
    String docker = docker(removal.host());
    return comment(removal.host(), removal.reason())
        + docker
        + " stop "
        + container
        + " && "
        + docker
        + " rm "
        + container;
  }

  private static String run(Start start) {
    ContainerSpec spec = start.spec();
    List<String> lines = new ArrayList<>();
    lines.add(
        docker(start.host()) + " run -d --name " + spec.instance().containerName() + ports(spec));
    spec.extraHosts().forEach(host -> lines.add("--add-host " + Shell.word(host)));
    new TreeMap<>(spec.environment())
        .forEach((name, value) -> lines.add("-e " + variable(name, value, spec.secrets())));
    spec.mounts().forEach(mount -> lines.add("-v " + Shell.word(mount.toString())));
    spec.labels().forEach((name, value) -> lines.add("--label " + Shell.word(name + "=" + value)));
    lines.addAll(limits(spec));
    lines.add(
        entrypoint(spec).map(program -> "--entrypoint " + Shell.word(program) + " ").orElse("")
            + Shell.word(spec.image())
            + arguments(spec));
    return comment(start.host(), start.reason()) + String.join(" \\\n    ", lines);
  }

  private static String variable(String name, String value, Map<String, Secret> secrets) {
    Secret secret = secrets.get(name);
    return secret == null
        ? Shell.quoted(name + "=" + value)
        : Shell.word(name + "=") + Shell.value(secret.source());
  }

  private static String comment(Host host, String reason) {
    return "# on " + host + ": " + reason + "\n";
  }

  private static String docker(Host host) {
    return host.engine().equals(LOCAL_ENGINE)
        ? "docker"
        : "DOCKER_HOST=" + Shell.word(host.engine()) + " docker";
  }

  private static String ports(ContainerSpec spec) {
    StringBuilder flags = new StringBuilder();
    for (ExposedPort port : spec.ports()) {
      String number = port.protocol() == Protocol.TCP ? "" + port.number() : port.toString();
      flags.append(" -p ").append(spec.publishAddress().map(a -> bracketed(a) + "::").orElse(""));
      flags.append(number);
    }
    return flags.toString();
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static List<String> limits(ContainerSpec spec) {
    List<String> flags = new ArrayList<>();
    if (spec.restart().mode() != RestartPolicy.Mode.NO) {
      flags.add("--restart " + spec.restart());
    }
    spec.cwd().ifPresent(cwd -> flags.add("-w " + Shell.word(cwd)));
    spec.user().ifPresent(user -> flags.add("-u " + Shell.word(user)));
    spec.memory().ifPresent(bytes -> flags.add("-m " + bytes));
    spec.cpus().ifPresent(cpus -> flags.add("--cpus " + cpus.toPlainString()));
    return flags;
  }

  /** {@code docker run --entrypoint} takes one word; the others go before the command. */
  private static Optional<String> entrypoint(ContainerSpec spec) {
    return spec.entrypoint().map(words -> words.isEmpty() ? "" : words.get(0));
  }

  private static String arguments(ContainerSpec spec) {
    List<String> words = new ArrayList<>();
    spec.entrypoint()
        .ifPresent(all -> words.addAll(all.subList(Math.min(1, all.size()), all.size())));
    spec.command().ifPresent(words::addAll);
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(' ').append(Shell.word(word)));
    return text.toString();
  }
}
