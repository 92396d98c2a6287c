package io.viking.docker.ambassador;

/** Makes counts for the tests of whoever reads them. */
public final class TestCounts {
  private TestCounts() {}

  public static TrafficCounts of(long opened, long active, long up, long down, long failures) {
    return TrafficCounts.builder()
        .opened(opened)
        .active(active)
        .bytesFromClients(up)
        .bytesFromEndpoints(down)
        .failures(failures)
        .build();
  }
}
