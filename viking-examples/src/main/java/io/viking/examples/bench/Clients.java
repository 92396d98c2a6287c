package io.viking.examples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The load that each way is put under, by programs in the client's namespace. */
final class Clients {
  private static final int CALLERS = 20;
  private static final int FEW = 200;
  private static final double MICROS = 1e6;
  private static final double BYTES_PER_GB = 1e9;
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Amount amount;
  private final String script;
  private final int answerBytes;

  /**
   * How much load.
   *
   * @param connections how many short connections
   * @param window how long requests and bulk are measured
   */
  record Amount(int connections, Duration window) {}

  /**
   * Clients that put that load on.
   *
   * @param script the file of wrk's script
   * @param answerBytes how long each answer is, with its head
   */
  Clients(Amount amount, String script, int answerBytes) {
    this.amount = amount;
    this.script = script;
    this.answerBytes = answerBytes;
  }

  /**
   * Measures one way once.
   *
   * @throws InvalidFigureException if not all went well
   */
  Map<Quantity, Double> run(Workload workload, Lane lane, Forwarder forwarder) {
    return switch (workload) {
      case SHORT -> shortConnections(lane, forwarder);
      case SHORT_200 -> fewConnections(lane);
      case KEEPALIVE32 ->
          values(
              wrk(lane, 32, List.of()),
              List.of(Quantity.KEEPALIVE32, Quantity.P50, Quantity.P99, Quantity.P999));
      case KEEPALIVE512 ->
          values(
              wrk(lane, 512, List.of()),
              List.of(
                  Quantity.KEEPALIVE512, Quantity.P50_512, Quantity.P99_512, Quantity.P999_512));
      case PACED ->
          values(
              wrk(lane, 32, List.of("paced")),
              List.of(Quantity.PACED, Quantity.P50_PACED, Quantity.P99_PACED, Quantity.P999_PACED));
      case BULK -> bulk(lane, forwarder);
      default -> throw new IllegalArgumentException(workload + " is not measured in turns");
    };
  }

  private Map<Quantity, Double> shortConnections(Lane lane, Forwarder forwarder) {
    double before = forwarder.cpuSeconds();
    MachineTime machine = MachineTime.now();
    AbOutput output = ab(lane, amount.connections());
    MachineTime used = MachineTime.now().since(machine);
    Map<Quantity, Double> read = new EnumMap<>(Quantity.class);
    read.put(Quantity.SHORT, output.perSecond());
    read.put(Quantity.MACHINE_PER_CONNECTION, used.busy() * MICROS / output.requests());
    read.put(Quantity.SOFTIRQ_PER_CONNECTION, used.softirq() * MICROS / output.requests());
    if (lane.way() != Way.DIRECT) {
      double cpu = forwarder.cpuSeconds() - before;
      read.put(Quantity.CPU_PER_CONNECTION, cpu * MICROS / output.requests());
    }
    return read;
  }

  /** One run of 200 takes a few hundredths of a second, so there are several. */
  private Map<Quantity, Double> fewConnections(Lane lane) {
    int repeats = Math.max(1, amount.connections() / CALLERS / CALLERS / 5);
    double seconds = 0;
    for (int i = 0; i < repeats; i++) {
      seconds += ab(lane, FEW).seconds();
    }
    return Map.of(Quantity.SHORT_200, repeats * FEW / seconds);
  }

  private static AbOutput ab(Lane lane, int requests) {
    return AbOutput.parse(
        run(
            List.of(
                "ab",
                "-q",
                "-s",
                "10",
                "-n",
                Integer.toString(requests),
                "-c",
                text(CALLERS),
                "http://" + lane.target() + ":" + Lane.HTTP + "/"),
            Duration.ZERO),
        requests,
        Configuration.ANSWER_BYTES);
  }

  /** Requests on connections that stay; {@code arguments} are for wrk's script. */
  private WrkOutput wrk(Lane lane, int connections, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("wrk", "-t", "2", "-c", text(connections), "-d", seconds()));
    command.addAll(List.of("--timeout", "5s", "-s", script));
    command.add("http://" + lane.target() + ":" + Lane.HTTP + "/");
    command.addAll(arguments);
    return WrkOutput.parse(run(command, amount.window()), connections, answerBytes);
  }

  /** Its rate, and three latencies, as those quantities. */
  private static Map<Quantity, Double> values(WrkOutput wrk, List<Quantity> quantities) {
    return Map.of(
        quantities.get(0),
        wrk.perSecond(),
        quantities.get(1),
        wrk.latency().p50(),
        quantities.get(2),
        wrk.latency().p99(),
        quantities.get(3),
        wrk.latency().p999());
  }

  private Map<Quantity, Double> bulk(Lane lane, Forwarder forwarder) {
    double before = forwarder.cpuSeconds();
    MachineTime machine = MachineTime.now();
    IperfOutput one = iperf(lane, 1);
    IperfOutput four = iperf(lane, 4);
    double gigabytes = (one.bytes() + four.bytes()) / BYTES_PER_GB;
    Map<Quantity, Double> read = new EnumMap<>(Quantity.class);
    read.put(Quantity.BULK1, one.gigabitsPerSecond());
    read.put(Quantity.BULK4, four.gigabitsPerSecond());
    read.put(Quantity.MACHINE_PER_GB, MachineTime.now().since(machine).busy() / gigabytes);
    if (lane.way() != Way.DIRECT) {
      read.put(Quantity.CPU_PER_GB, (forwarder.cpuSeconds() - before) / gigabytes);
    }
    return read;
  }

  private IperfOutput iperf(Lane lane, int streams) {
    return IperfOutput.parse(
        run(
            List.of(
                "iperf3",
                "--client",
                lane.target(),
                "--port",
                text(Lane.BULK),
                "--json",
                "--parallel",
                text(streams),
                "--time",
                seconds(),
                "--connect-timeout",
                "3000"),
            amount.window()));
  }

  private static String run(List<String> command, Duration usual) {
    try {
      return Tool.run(usual.plus(GRACE), Tool.inside(Wires.CLIENT, command)).output();
    } catch (BenchmarkException e) {
      throw new InvalidFigureException(String.valueOf(e.getMessage()));
    }
  }

  /** Whole seconds are all that these programs take. */
  private String seconds() {
    return Long.toString(Math.max(1, amount.window().toSeconds()));
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
