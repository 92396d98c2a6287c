package io.viking.ports;

import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What one transaction has to read before numbers can be given.
 *
 * @param wanted the service ports whose records are needed
 * @param window the numbers of which it is needed whether they are taken
 */
record PortQuery(Set<ServicePort> wanted, PortRange window) {
  /** All numbers there are: with this window, everything is read, reasons and reports as well. */
  private static final PortRange EVERYTHING = new PortRange(1, 65535);

  /** Beyond it, one look at all records is cheaper, and a transaction could not hold the others. */
  private static final int MOST_SINGLE_READS = 64;

  /** How many numbers are looked at beyond those wanted: room to skip a few that are taken. */
  private static final int AHEAD = 256;

  private static final GetOption PREFIX = GetOption.builder().isPrefix(true).build();

  /** Looks at the numbers from the counter on, as far as a short look goes. */
  static PortQuery from(int counter, Set<ServicePort> wanted, PortRange range) {
    int first = PortChooser.start(range, counter);
    int last = Math.min(range.last(), first + wanted.size() + AHEAD);
    return new PortQuery(wanted, new PortRange(first, last));
  }

  /** Reads every record there is. */
  static PortQuery everything(Set<ServicePort> wanted) {
    return new PortQuery(wanted, EVERYTHING);
  }

  /** Looks up what is recorded, and nothing that a new number would need. */
  static PortQuery records(Set<ServicePort> wanted) {
    return new PortQuery(wanted, new PortRange(1, 1));
  }

  /** Looks where the counter turned out to be, or, having looked there, at everything. */
  PortQuery further(int counter, PortRange range) {
    return window.contains(PortChooser.start(range, counter))
        ? everything(wanted)
        : from(counter, wanted, range);
  }

  boolean isEverything() {
    return window.equals(EVERYTHING);
  }

  /** The reads, all in one transaction, so that they are of one moment. */
  List<Op> operations(EtcdKeys keys) {
    List<Op> reads = new ArrayList<>();
    reads.add(get(keys.counter(), GetOption.DEFAULT));
    reads.add(get(keys.version(), GetOption.DEFAULT));
    if (isEverything()) {
      reads.add(get(keys.owners(), GetOption.builder().isPrefix(true).withKeysOnly(true).build()));
      reads.add(get(keys.withheld(), PREFIX));
      reads.add(get(keys.reports(), PREFIX));
    } else {
      window(keys::owner, reads);
      window(keys::withheld, reads);
    }
    if (isEverything() || wanted.size() > MOST_SINGLE_READS) {
      reads.add(get(keys.records(), PREFIX));
    } else {
      wanted.forEach(port -> reads.add(get(keys.record(port), GetOption.DEFAULT)));
    }
    return reads;
  }

  /** One read for each number of digits: keys sort as text, and '9' comes after '10'. */
  private void window(IntFunction<String> key, List<Op> reads) {
    for (int low = 1; low <= window.last(); low *= 10) {
      int first = Math.max(low, window.first());
      int last = Math.min(low * 10 - 1, window.last());
      if (first <= last) {
        GetOption upToLast =
            GetOption.builder()
                .withKeysOnly(true)
                // The first key after the last one's.
                .withRange(EtcdClient.bytes(key.apply(last) + "\0"))
                .build();
        reads.add(get(key.apply(first), upToLast));
      }
    }
  }

  private static Op get(String key, GetOption option) {
    return Op.get(EtcdClient.bytes(key), option);
  }
}
