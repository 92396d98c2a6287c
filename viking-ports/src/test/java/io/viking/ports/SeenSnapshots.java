package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Every snapshot that a consumer was given, and what must be true of all of them. Safe for use by
 * several threads.
 */
final class SeenSnapshots implements Consumer<EndpointSnapshot> {
  private final List<EndpointSnapshot> seen = new ArrayList<>();

  @Override
  public synchronized void accept(EndpointSnapshot snapshot) {
    seen.add(snapshot);
  }

  synchronized List<EndpointSnapshot> all() {
    return List.copyOf(seen);
  }

  /** The revision never went back, and one that came again brought nothing else. */
  void assertThatTheyGrow() {
    List<EndpointSnapshot> all = all();
    assertThat(all.stream().map(EndpointSnapshot::revision).toList()).isSorted();
    Map<Long, List<EndpointSnapshot>> byRevision =
        all.stream().collect(Collectors.groupingBy(EndpointSnapshot::revision));
    assertThat(byRevision.values())
        .allSatisfy(
            same ->
                assertThat(same)
                    .extracting(EndpointSnapshot::byService)
                    .containsOnly(same.get(0).byService()));
  }

  /** That endpoint was there the whole time. */
  void assertThatAllHave(Endpoint endpoint) {
    assertThat(all())
        .isNotEmpty()
        .allSatisfy(now -> assertThat(now.of(endpoint.service())).contains(endpoint));
  }

  /** The endpoints of that service, which are always written together, were always alike. */
  void assertThatNoneIsTorn(String service, int count) {
    assertThat(all())
        .isNotEmpty()
        .allSatisfy(
            now -> {
              assertThat(now.of(service)).hasSize(count);
              assertThat(now.of(service))
                  .extracting(Endpoint::address)
                  .containsOnly(now.of(service).get(0).address());
            });
  }
}
