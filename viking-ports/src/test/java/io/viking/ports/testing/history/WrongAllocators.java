package io.viking.ports.testing.history;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.PortAllocator;
import io.viking.ports.PortRecords;
import io.viking.ports.Withheld;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Allocators that are wrong, each in one way that is easily written by mistake. Each object is what
 * one process has; the {@link Store} is what all of them share.
 */
final class WrongAllocators {
  private WrongAllocators() {}

  /** A table without transactions. */
  static final class Store {
    final ConcurrentMap<ServicePort, Integer> records = new ConcurrentHashMap<>();
    final AtomicInteger counter = new AtomicInteger(10000);

    PortState state() {
      Map<String, Integer> state = new LinkedHashMap<>();
      records.forEach((port, number) -> state.put(port.path(), number));
      return PortState.of(state);
    }
  }

  /** What is right in all of them as long as there is one caller. */
  abstract static class Plain implements PortAllocator {
    final Store store;

    Plain(Store store) {
      this.store = store;
    }

    /** A number that nobody has been given. */
    int next() {
      return store.counter.getAndIncrement();
    }

    @Override
    public int allocate(ServicePort port) {
      return store.records.computeIfAbsent(port, any -> next());
    }

    @Override
    public PortTable allocate(Collection<ServicePort> ports) {
      synchronized (store) {
        Map<ServicePort, Integer> numbers = new LinkedHashMap<>();
        ports.forEach(port -> numbers.put(port, allocate(port)));
        return PortTable.of(numbers);
      }
    }

    @Override
    public OptionalInt find(ServicePort port) {
      return optional(store.records.getOrDefault(port, 0));
    }

    @Override
    public PortTable list() {
      synchronized (store) {
        return PortTable.of(store.records);
      }
    }

    @Override
    public boolean release(ServicePort port) {
      return store.records.remove(port) != null;
    }

    /** Knows no quarantine. */
    @Override
    public SortedMap<Integer, Withheld> withheld() {
      return Collections.emptySortedMap();
    }

    @Override
    public void skip(Collection<Integer> numbers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unskip(Collection<Integer> numbers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PortRecords export() {
      return PortRecords.of(list());
    }

    @Override
    public void restore(PortRecords records) {
      throw new UnsupportedOperationException();
    }

    static OptionalInt optional(int number) {
      return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
  }

  /** Reads the counter, and later writes it without a look at whether it has changed. */
  static final class WithoutCompare extends Plain {
    private final Runnable between;

    /**
     * One that does that between the reading and the writing.
     *
     * @param between what happens elsewhere in that moment
     */
    WithoutCompare(Store store, Runnable between) {
      super(store);
      this.between = between;
    }

    @Override
    int next() {
      int number = store.counter.get();
      between.run();
      store.counter.set(number + 1);
      return number;
    }
  }

  /** Looks whether the service port has a number, and later records one without looking again. */
  static final class WithoutSecondLook extends Plain {
    private final Runnable between;

    WithoutSecondLook(Store store, Runnable between) {
      super(store);
      this.between = between;
    }

    @Override
    public int allocate(ServicePort port) {
      int known = store.records.getOrDefault(port, 0);
      if (known != 0) {
        return known;
      }
      between.run();
      int number = next();
      store.records.put(port, number);
      return number;
    }
  }

  /** Answers from what it has read before, absence included. */
  static final class FromCache extends Plain {
    private final ConcurrentMap<ServicePort, Integer> cache = new ConcurrentHashMap<>();

    FromCache(Store store) {
      super(store);
    }

    @Override
    public OptionalInt find(ServicePort port) {
      return optional(cache.computeIfAbsent(port, any -> store.records.getOrDefault(any, 0)));
    }
  }

  /** Answers a number before it has recorded it, and forgets every tenth. */
  static final class Forgetful extends Plain {
    private final AtomicInteger allocations = new AtomicInteger();

    Forgetful(Store store) {
      super(store);
    }

    @Override
    public int allocate(ServicePort port) {
      int number = super.allocate(port);
      if (allocations.incrementAndGet() % 10 == 0) {
        store.records.remove(port);
      }
      return number;
    }
  }

  /** Records a batch one by one. */
  static final class OneByOne extends Plain {
    private final Runnable between;

    OneByOne(Store store, Runnable between) {
      super(store);
      this.between = between;
    }

    @Override
    public PortTable allocate(Collection<ServicePort> ports) {
      Map<ServicePort, Integer> numbers = new LinkedHashMap<>();
      for (ServicePort port : ports) {
        numbers.put(port, allocate(port));
        between.run();
      }
      return PortTable.of(numbers);
    }
  }

  /** Reads its list in two halves. */
  static final class InHalves extends Plain {
    private final Runnable between;

    InHalves(Store store, Runnable between) {
      super(store);
      this.between = between;
    }

    @Override
    public PortTable list() {
      Map<ServicePort, Integer> all = half(0);
      between.run();
      all.putAll(half(1));
      return PortTable.of(all);
    }

    private Map<ServicePort, Integer> half(int which) {
      Map<ServicePort, Integer> half = new LinkedHashMap<>(store.records);
      half.keySet().removeIf(port -> port.port().number() % 2 != which);
      return half;
    }
  }

  /** Gives a released number to the next that asks. */
  static final class Thrifty extends Plain {
    private final AtomicInteger spare = new AtomicInteger();

    Thrifty(Store store) {
      super(store);
    }

    @Override
    int next() {
      int number = spare.getAndSet(0);
      return number == 0 ? super.next() : number;
    }

    @Override
    public boolean release(ServicePort port) {
      Integer number = store.records.remove(port);
      if (number != null) {
        spare.set(number);
      }
      return number != null;
    }
  }

  /** Takes the number away and answers that there was none; a later look would have shown it. */
  static final class Denying extends Plain {
    Denying(Store store) {
      super(store);
    }

    @Override
    public boolean release(ServicePort port) {
      super.release(port);
      return false;
    }
  }
}
