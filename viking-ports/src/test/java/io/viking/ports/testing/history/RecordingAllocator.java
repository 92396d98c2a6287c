package io.viking.ports.testing.history;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.PortAllocator;
import io.viking.ports.PortRecords;
import io.viking.ports.PortsExhaustedException;
import io.viking.ports.StoreUnavailableException;
import io.viking.ports.Withheld;
import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortCall.Request;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An allocator that writes down every call of another one, with its answer or its failure. As safe
 * for use by several threads as the other one is.
 */
public final class RecordingAllocator implements PortAllocator {
  private final PortAllocator ports;
  private final CallLog log;

  /**
   * Records into that log, which stays the caller's to close.
   *
   * @param ports what answers
   * @param log where it is written down
   */
  public RecordingAllocator(PortAllocator ports, CallLog log) {
    this.ports = ports;
    this.log = log;
  }

  @Override
  public int allocate(ServicePort port) {
    return record(
        new Request(Operation.ALLOCATE, List.of(port.path())),
        () -> ports.allocate(port),
        number -> done(Map.of(port.path(), number), ""));
  }

  @Override
  public PortTable allocate(Collection<ServicePort> wanted) {
    List<String> paths = wanted.stream().map(ServicePort::path).toList();
    return record(
        new Request(Operation.ALLOCATE, paths),
        () -> ports.allocate(wanted),
        table -> done(numbers(table), ""));
  }

  @Override
  public OptionalInt find(ServicePort port) {
    return record(
        new Request(Operation.FIND, List.of(port.path())),
        () -> ports.find(port),
        found ->
            done(found.isEmpty() ? Map.of() : Map.of(port.path(), found.getAsInt()), "nothing"));
  }

  @Override
  public PortTable list() {
    return record(
        new Request(Operation.LIST, List.of()), ports::list, table -> done(numbers(table), ""));
  }

  @Override
  public boolean release(ServicePort port) {
    return record(
        new Request(Operation.RELEASE, List.of(port.path())),
        () -> ports.release(port),
        released -> done(Map.of(), released.toString()));
  }

  /** Not recorded, as the calls below: what they do to numbers is not what histories are about. */
  @Override
  public SortedMap<Integer, Withheld> withheld() {
    return ports.withheld();
  }

  @Override
  public void skip(Collection<Integer> numbers) {
    ports.skip(numbers);
  }

  @Override
  public void unskip(Collection<Integer> numbers) {
    ports.unskip(numbers);
  }

  @Override
  public PortRecords export() {
    return ports.export();
  }

  @Override
  public void restore(PortRecords records) {
    ports.restore(records);
  }

  private <T> T record(Request request, Supplier<T> call, Function<T, Answer> answer) {
    long number = log.begin(request);
    try {
      T result = call.get();
      log.end(number, System.nanoTime(), answer.apply(result));
      return result;
    } catch (StoreUnavailableException e) {
      log.end(number, System.nanoTime(), failed(Outcome.UNKNOWN, e));
      throw e;
    } catch (PortsExhaustedException e) {
      log.end(number, System.nanoTime(), failed(Outcome.REFUSED, e));
      throw e;
    } catch (RuntimeException | Error e) {
      log.end(number, System.nanoTime(), failed(Outcome.BROKEN, e));
      throw e;
    }
  }

  private static Answer done(Map<String, Integer> numbers, String note) {
    return new Answer(Outcome.DONE, numbers, note);
  }

  private static Answer failed(Outcome outcome, Throwable failure) {
    return new Answer(outcome, Map.of(), failure.toString());
  }

  private static Map<String, Integer> numbers(PortTable table) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    table.asMap().forEach((port, number) -> numbers.put(port.path(), number));
    return numbers;
  }
}
