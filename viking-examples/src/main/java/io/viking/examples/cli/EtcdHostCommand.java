package io.viking.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code viking etcdhost}: one etcd member, for scripts. */
@Command(
    name = "etcdhost",
    mixinStandardHelpOptions = true,
    description = "Prints the first etcd member as HOST:PORT.")
final class EtcdHostCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Console.of(spec).answer(bare(required(cluster).get(0)));
    return 0;
  }

  /** The members, at least one. */
  static List<String> required(ClusterOptions cluster) {
    if (cluster.etcd().isEmpty()) {
      throw new IllegalArgumentException(
          "no etcd is configured.\n  Fix: set VIKING_ETCD=host:port, or give --etcd");
    }
    return cluster.etcd();
  }

  /** {@code host:port} of a member that may be written as a URL. */
  static String bare(String member) {
    return member.replaceFirst("^https?://", "").replaceFirst("/$", "");
  }
}
