package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeployWithoutDockerTest {
  @Test
  void deploysThroughItsOwnSchedulerAndLauncherAndAnswersOnTheAllocatedPort() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      DeployWithoutDocker.main(new String[0]);
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("app_auth_[0-9a-f]{6} on red, 80/tcp at 127.0.0.1:[0-9]+")
        .containsPattern("app_web_[0-9a-f]{6} on red, 80/tcp at 127.0.0.1:[0-9]+")
        .contains("SERVICE_80_NAME=app_auth_80");
  }
}
