package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.LaunchException;
import io.viking.model.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImagesTest {
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final Host TWO = Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376");

  private final FakeLauncher launcher = FakeLauncher.create();
  private final Images images = new Images(launcher);

  @Test
  void eachHostFetchesAnImageOnceForAllThatNeedIt() {
    launcher.withRegistryImage("myapp/web");
    List<String> told = new CopyOnWriteArrayList<>();

    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (Host host : List.of(ONE, TWO, ONE, TWO, ONE)) {
      starts.add(
          CompletableFuture.runAsync(
              () -> images.require(host, "myapp/web", () -> told.add(host.name()))));
    }
    starts.forEach(CompletableFuture::join);

    assertThat(launcher.calls())
        .containsExactlyInAnyOrder("pull node-1 myapp/web", "pull node-2 myapp/web");
    assertThat(told).containsExactlyInAnyOrder("node-1", "node-2");
  }

  @Test
  void anImageThatIsThereIsNotFetched() {
    launcher.withImage(ONE, "myapp/web");

    images.require(ONE, "myapp/web", () -> {});

    assertThat(launcher.calls()).isEmpty();
  }

  @Test
  void allThatNeedAnImageHearWhyItCannotBeFetched() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> images.require(ONE, "myapp/web", () -> {}))
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("no image 'myapp/web' in the registry");
    }
    assertThat(launcher.calls()).hasSize(1);
  }
}
