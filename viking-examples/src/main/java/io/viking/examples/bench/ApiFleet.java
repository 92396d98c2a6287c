package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * The bare API of the engines: makes the containers that viking has made once more, with nothing
 * but a call to create and one to start each, and as many at a time on each host as viking. To
 * remove is to stop and then to remove, as viking does.
 */
final class ApiFleet implements Fleet {
  private final List<Part> parts;
  private final int parallel;

  /**
   * What one host gets.
   *
   * @param api its engine
   * @param copies the containers to make
   */
  record Part(EngineApi api, List<ContainerCopy> copies) {}

  /**
   * @param parallel how many calls each engine gets at a time
   */
  ApiFleet(List<Part> parts, int parallel) {
    this.parts = List.copyOf(parts);
    this.parallel = parallel;
  }

  @Override
  public void start() {
    each((api, copy) -> api.post(api.create(copy.name(), copy.body()), "/start"));
  }

  @Override
  public void remove() {
    each(
        (api, copy) -> {
          api.post(copy.name(), "/stop?t=10");
          api.remove(copy.name());
        });
  }

  private void each(BiConsumer<EngineApi, ContainerCopy> action) {
    List<ExecutorService> pools = new ArrayList<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    try {
      for (Part part : parts) {
        ExecutorService pool = Executors.newFixedThreadPool(parallel);
        pools.add(pool);
        part.copies()
            .forEach(
                copy ->
                    calls.add(
                        CompletableFuture.runAsync(() -> action.accept(part.api(), copy), pool)));
      }
      calls.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      if (e.getCause() instanceof InvalidFigureException failure) {
        throw failure;
      }
      throw e;
    } finally {
      pools.forEach(ExecutorService::shutdownNow);
    }
  }
}
