package io.viking.examples.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code viking etcdhosts}: all etcd members, for scripts. */
@Command(
    name = "etcdhosts",
    mixinStandardHelpOptions = true,
    description = "Prints the etcd members as HOST:PORT, comma-separated.")
final class EtcdHostsCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Console.of(spec)
        .answer(
            EtcdHostCommand.required(cluster).stream()
                .map(EtcdHostCommand::bare)
                .collect(Collectors.joining(",")));
    return 0;
  }
}
