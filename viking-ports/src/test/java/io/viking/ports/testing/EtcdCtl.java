package io.viking.ports.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code etcdctl}, for those members.
 *
 * @param endpoints the members' client addresses
 */
record EtcdCtl(List<String> endpoints) {
  /** Runs it and answers what it printed. */
  String run(String... arguments) {
    Command.require("etcdctl");
    List<String> words = new ArrayList<>(List.of("etcdctl"));
    words.add("--endpoints=" + String.join(",", endpoints));
    words.addAll(List.of(arguments));
    return Command.run(Map.of("ETCDCTL_API", "3"), words);
  }
}
