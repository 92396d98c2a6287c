package io.viking.examples.bench;

import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.PortKey;
import io.viking.docker.ambassador.Topology;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * viking's ambassador as a process of its own, on a lane's host, where only the client has the
 * links. It ends with its input.
 */
final class VikingAmbassador {
  private VikingAmbassador() {}

  /** Its arguments: the way, how many event loops, and how many more ports to listen on. */
  public static void main(String[] arguments) throws IOException {
    Way way = Way.valueOf(arguments[0]);
    Lane lane = new Lane(way);
    AmbassadorOptions options =
        VikingDataPath.choose(
                AmbassadorOptions.builder()
                    .bindAddress(InetAddress.getByName(lane.host()))
                    .eventLoops(Integer.parseInt(arguments[1])),
                way)
            .build();
    Map<Integer, Integer> targets = targets(Integer.parseInt(arguments[2]));
    try (Ambassador ambassador = Ambassador.start(options)) {
      ambassador.topology(Topology.empty());
      ambassador.permissions(
          Map.of(InetAddress.getByName(lane.client()), Set.copyOf(targets.keySet())));
      ambassador.endpoints(EndpointSnapshot.of(1, endpoints(lane, targets)));
      Map<PortKey, String> problems = ambassador.listeners(services(targets));
      if (!problems.isEmpty()) {
        throw new BenchmarkException("ports are not open: " + problems);
      }
      VikingDataPath.requireInUse(ambassador, way);
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
  }

  /** The server's port behind each port. */
  private static Map<Integer, Integer> targets(int more) {
    Map<Integer, Integer> targets = new TreeMap<>();
    targets.put(Lane.HTTP, Lane.HTTP);
    targets.put(Lane.BULK, Lane.BULK);
    for (int i = 0; i < more; i++) {
      targets.put(Lane.MANY + i, Lane.HTTP);
    }
    return targets;
  }

  private static List<Endpoint> endpoints(Lane lane, Map<Integer, Integer> targets) {
    return targets.entrySet().stream()
        .map(
            port ->
                new Endpoint(
                    service(port.getKey()),
                    service(port.getKey()) + "_00a1b2",
                    new HostAndPort(lane.server(), port.getValue())))
        .toList();
  }

  private static Map<PortKey, String> services(Map<Integer, Integer> targets) {
    return targets.keySet().stream()
        .collect(
            Collectors.toMap(PortKey::tcp, VikingAmbassador::service, (a, b) -> a, HashMap::new));
  }

  private static String service(int port) {
    return "bench_s" + port + "_80";
  }
}
