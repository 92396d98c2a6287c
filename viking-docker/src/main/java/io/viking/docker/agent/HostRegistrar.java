package io.viking.docker.agent;

import io.viking.docker.engine.EngineClient;
import io.viking.docker.registrar.HostViews;
import io.viking.docker.registrar.Registrar;
import io.viking.docker.registrar.RegistrarOptions;
import io.viking.docker.registrar.ViewSettings;
import io.viking.ports.HostReport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The registrar of an agent's host: another one whenever the address changes at which the host's
 * containers are reached. Safe for use by several threads as far as it is read; one at a time
 * changes it.
 */
final class HostRegistrar {
  private final AgentOptions options;
  private final EngineClient engine;
  private final Entrance entrance;
  private final DrainWatch drains;
  private String publishAddress = "";
  private volatile @Nullable Registrar registrar;

  /**
   * @param engine stays the caller's to close
   */
  HostRegistrar(AgentOptions options, EngineClient engine, Entrance entrance, DrainWatch drains) {
    this.options = options;
    this.engine = engine;
    this.entrance = entrance;
    this.drains = drains;
  }

  /** The one of now; empty before the first address is known. The caller ends it. */
  Optional<Registrar> current() {
    return Optional.ofNullable(registrar);
  }

  /** Whether it has seen all containers of the host. */
  boolean hasSeenAll() {
    Registrar current = registrar;
    return current != null && current.synced().toCompletableFuture().isDone();
  }

  /** Registers the containers as reachable at that address of the host. */
  void publishFrom(String address) {
    if (address.equals(publishAddress)) {
      return;
    }
    Registrar before = registrar;
    if (before != null) {
      before.close();
    }
    publishAddress = address;
    Registrar started =
        Registrar.watch(
            options.host().name(),
            engine,
            options.store().endpoints(),
            new HostViews(settings(options, address)),
            RegistrarOptions.builder().from(options.registrar()).times(entrance.metrics()).build(),
            entrance::seen);
    registrar = started;
    drains.tell(started);
    entrance.lookup(this::lookAgain);
  }

  private CompletionStage<Void> lookAgain() {
    Registrar current = registrar;
    return current == null
        ? CompletableFuture.failedFuture(new IllegalStateException("the agent has no registrar"))
        : current.refresh();
  }

  /** How the containers of a host are seen that is reached at that address. */
  static ViewSettings settings(AgentOptions options, String address) {
    return ViewSettings.builder()
        .hostName(options.host().name())
        .publishAddress(address)
        .networkPath(options.store().network().getPath())
        .definitionHealth(options.definitionHealth())
        .defaultHealth(options.defaultHealth())
        .build();
  }

  /** Nothing until the containers were listed: what the store has of this host is truer then. */
  Optional<HostReport> report() {
    Registrar current = registrar;
    return current == null || !hasSeenAll()
        ? Optional.empty()
        : Optional.of(
            HostReport.of(
                options.host().name(),
                current.view().listeners().keySet(),
                Clashes.of(entrance.ambassadors().status())));
  }
}
