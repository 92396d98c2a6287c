package io.viking.model.yaml;

import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One host as JSON on one line: its record in etcd. Stateless, safe for use by several threads. */
public final class HostJson {
  private HostJson() {}

  /** The host in the form {@code {"name":"node-1","engine":"...","address":"...","tags":[]}}. */
  public static String write(Host host) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", host.name());
    tree.put("engine", host.engine());
    host.address().ifPresent(address -> tree.put("address", address));
    tree.put("tags", host.tags());
    return Json.write(tree);
  }

  /**
   * The host that {@link #write} wrote.
   *
   * @param origin what faults are reported under, such as the key in etcd
   * @throws InvalidStackException if the text describes no host
   */
  public static Host read(String origin, String json) {
    Faults faults = new Faults();
    Source source = Source.of(origin, json);
    Optional<Host> host =
        NodeReader.read(source, faults)
            .flatMap(root -> new HostReader(faults).read(Optional.empty(), root));
    faults.throwIfAny();
    return host.orElseThrow(() -> new IllegalStateException("no host and no fault: " + json));
  }
}
