package io.viking.ports;

import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one transaction has to read before numbers can be given.
 *
 * @param wanted the service ports whose records are needed
 * @param window the numbers whose owners are needed
 */
record PortQuery(Set<ServicePort> wanted, PortRange window) {
  /** Beyond it, one look at all records is cheaper, and a transaction could not hold the others. */
  private static final int MOST_SINGLE_READS = 64;

  /** How many numbers are looked at beyond those wanted: room to skip a few that are taken. */
  private static final int AHEAD = 256;

  /** Looks at the numbers from the counter on, as far as a short look goes. */
  static PortQuery from(int counter, Set<ServicePort> wanted, PortRange range) {
    int first = PortChooser.start(range, counter);
    int last = Math.min(range.last(), first + wanted.size() + AHEAD);
    return new PortQuery(wanted, new PortRange(first, last));
  }

  /** Looks where the counter turned out to be, or, having looked there, at all numbers. */
  PortQuery further(int counter, PortRange range) {
    return window.contains(PortChooser.start(range, counter))
        ? new PortQuery(wanted, range)
        : from(counter, wanted, range);
  }

  /** The reads, all in one transaction, so that they are of one moment. */
  List<Op> operations(EtcdKeys keys) {
    List<Op> reads = new ArrayList<>();
    reads.add(Op.get(EtcdClient.bytes(keys.counter()), GetOption.DEFAULT));
    owners(keys, reads);
    if (wanted.size() > MOST_SINGLE_READS) {
      reads.add(
          Op.get(EtcdClient.bytes(keys.records()), GetOption.builder().isPrefix(true).build()));
    } else {
      wanted.forEach(
          port -> reads.add(Op.get(EtcdClient.bytes(keys.record(port)), GetOption.DEFAULT)));
    }
    return reads;
  }

  /** One read for each number of digits: keys sort as text, and '9' comes after '10'. */
  private void owners(EtcdKeys keys, List<Op> reads) {
    for (int low = 1; low <= window.last(); low *= 10) {
      int first = Math.max(low, window.first());
      int last = Math.min(low * 10 - 1, window.last());
      if (first <= last) {
        GetOption upToLast =
            GetOption.builder()
                .withKeysOnly(true)
                // The first key after the last one's.
                .withRange(EtcdClient.bytes(keys.owner(last) + "\0"))
                .build();
        reads.add(Op.get(EtcdClient.bytes(keys.owner(first)), upToLast));
      }
    }
  }
}
