package io.viking.examples.cli;

import io.viking.docker.Viking;
import io.viking.model.ServiceName;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking scale}: changes how many instances a service has. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = "Changes the number of a service's instances.")
final class ScaleCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private LockOptions lock = new LockOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "STACK/JOB=N",
      description = "The service and its number.")
  private List<String> scales = List.of();

  /** One service and how many instances it shall have. */
  private record Scale(ServiceName service, int instances) {
    static Scale parse(String text) {
      int equals = text.indexOf('=');
      String number = text.substring(equals + 1);
      if (equals < 0 || !number.matches("[0-9]{1,6}")) {
        throw new IllegalArgumentException(
            "'" + text + "' must be written STACK/JOB=N, with N 0 or more");
      }
      return new Scale(ServiceName.parse(text.substring(0, equals)), Integer.parseInt(number));
    }
  }

  @Override
  public Integer call() {
    List<Scale> wanted = scales.stream().map(Scale::parse).toList();
    Console console = Console.of(spec);
    try (ProgressDisplay progress = console.progress();
        Viking viking = lock.in(cluster.viking()).progress(progress).build()) {
      for (Scale scale : wanted) {
        viking.scale(scale.service(), scale.instances());
      }
    }
    return 0;
  }
}
