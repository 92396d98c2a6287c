package io.viking.docker;

import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.Secret;
import io.viking.links.LinkTranslator;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.Problem;
import io.viking.model.SecretSource;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.folder.DeploymentFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the secrets that a plan needs, all of them or none. */
final class Secrets {
  private final SecretReader reader;
  private final Supplier<byte[]> key;
  private final DeploymentFolder folder;

  /**
   * @param key by which fingerprints are made; asked for only where there is a secret
   * @param folder where a reference that a label tells of has to stand, too
   */
  Secrets(SecretReader reader, Supplier<byte[]> key, DeploymentFolder folder) {
    this.reader = reader;
    this.key = key;
    this.folder = folder;
  }

  /** A variable of a service that is needed. */
  private record Needed(ServiceName service, String variable, SecretSource source) {}

  /**
   * The secrets of the services in the scope, and those that their links copy.
   *
   * @throws SecretsUnavailableException if any cannot be read, with all that is wrong
   */
  Map<ServiceName, Map<String, Secret>> read(StackCatalog catalog, Iterable<ServiceName> scope) {
    SortedMap<ServiceName, Map<String, Secret>> secrets = new TreeMap<>();
    SortedMap<ServiceName, List<Problem>> problems = new TreeMap<>();
    Optional<Fingerprints> fingerprints = Optional.empty();
    for (ServiceName consumer : scope) {
      for (Needed needed : needed(catalog, consumer)) {
        try {
          String value = read(needed);
          if (fingerprints.isEmpty()) {
            fingerprints = Optional.of(new Fingerprints(key.get()));
          }
          secrets
              .computeIfAbsent(needed.service(), any -> new TreeMap<>())
              .put(
                  needed.variable(),
                  Secret.of(needed.source(), value, fingerprints.get().of(value)));
        } catch (UnreadableSecretException e) {
          problems
              .computeIfAbsent(consumer, any -> new ArrayList<>())
              .add(problem(needed, consumer, e));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new SecretsUnavailableException(problems);
    }
    return secrets;
  }

  private static List<Needed> needed(StackCatalog catalog, ServiceName consumer) {
    List<Needed> needed = new ArrayList<>();
    Optional<Job> job = catalog.find(consumer);
    job.ifPresent(
        own -> own.secrets().forEach((name, at) -> needed.add(new Needed(consumer, name, at))));
    for (Link link : job.map(Job::links).orElse(List.of())) {
      ServiceName target = link.target(consumer.stack());
      Map<String, SecretSource> sources = catalog.find(target).map(Job::secrets).orElse(Map.of());
      sources.forEach(
          (name, source) -> {
            if (!LinkTranslator.copiedVariables(link, List.of(name)).isEmpty()) {
              needed.add(new Needed(target, name, source));
            }
          });
    }
    return needed;
  }

  private String read(Needed needed) {
    if (isFromLabel(needed.source()) && !isOurs(needed)) {
      throw new UnreadableSecretException(
          "that it is there is known from a container's label only, which whoever has that engine"
              + " can write",
          "deploy '"
              + needed.service().path()
              + "' from here first, or name the deployment folder that it was deployed from.");
    }
    return reader.read(needed.source());
  }

  private static boolean isFromLabel(SecretSource source) {
    return source.place().filter(place -> place.file().equals(JobDefinitions.LABEL)).isPresent();
  }

  /** Whether the deployment folder says the same, or said so before. */
  private boolean isOurs(Needed needed) {
    try {
      return Stream.of(
              folder.stack(needed.service().stack()),
              folder.earlierVersion(needed.service().stack()))
          .flatMap(Optional::stream)
          .flatMap(stack -> job(stack, needed).stream())
          .anyMatch(job -> needed.source().equals(job.secrets().get(needed.variable())));
    } catch (InvalidStackException e) {
      return false;
    }
  }

  private static Optional<Job> job(Stack stack, Needed needed) {
    return stack.job(needed.service().job());
  }

  private static Problem problem(
      Needed needed, ServiceName consumer, UnreadableSecretException failure) {
    Problem.Builder problem =
        Problem.builder()
            .place(needed.source().place())
            .message(
                "variable '"
                    + needed.variable()
                    + "' of job '"
                    + needed.service().path()
                    + "' cannot be read from "
                    + needed.source()
                    + ": "
                    + failure.getMessage()
                    + ".")
            .fix(failure.fix());
    if (!consumer.equals(needed.service())) {
      problem.addReasons("'" + consumer.path() + "' copies it through its link.");
    }
    return problem.build();
  }
}
