package io.viking.ports.testing.history;

import io.viking.model.ServicePort;
import io.viking.ports.PortAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process of many asks an allocator, at random but from a seed: service ports of its own
 * and such as all processes ask for at the same moment, alone and in batches that overlap; what it
 * asked for before; single look-ups, whole lists; and releases of a few service ports kept for
 * that. Safe for use by several threads.
 *
 * <p>What uses numbers up or answers much is paced, so that eight processes together use up no more
 * than 13,000 numbers, and write no more than some hundred megabytes, however long they run.
 */
final class PortWorkload {
  private static final Logger LOG = LoggerFactory.getLogger(PortWorkload.class);

  private static final int NEW_ALONE = 600;
  private static final int NEW_IN_BATCHES = 60;
  private static final int RELEASES = 150;
  private static final int LISTS = 40;
  private static final int EPOCHS = 150;
  private static final int SHARED = 8;
  private static final int BATCHES = 4;
  private static final int BATCH = 6;
  private static final int RELEASED = 12;
  private static final int REMEMBERED = 2000;

  private final PortAllocator ports;
  private final String name;
  private final boolean releases;
  private final Duration epoch;
  private final Pace alone;
  private final Pace batches;
  private final Pace given;
  private final Pace lists;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * For a process of that name.
   *
   * @param time over which numbers are used up
   * @param releases whether numbers are released, too
   */
  PortWorkload(PortAllocator ports, String name, Duration time, boolean releases) {
    this.ports = ports;
    this.name = name;
    this.releases = releases;
    this.epoch = time.dividedBy(EPOCHS).plusNanos(1);
    this.alone = new Pace(NEW_ALONE, time);
    this.batches = new Pace(NEW_IN_BATCHES, time);
    this.given = new Pace(RELEASES, time);
    this.lists = new Pace(LISTS, time);
  }

  /** One call. That it fails is in the record, and for the checker to judge. */
  void step(Random random) {
    try {
      call(random);
    } catch (RuntimeException recorded) {
      LOG.debug("a call failed", recorded);
    }
  }

  private void call(Random random) {
    int dice = random.nextInt(100);
    if (lists.take()) {
      ports.list();
    } else if (dice < 20 && alone.take()) {
      ports.allocate(port(remember("own", name + "-" + random.nextLong(Long.MAX_VALUE))));
    } else if (dice < 25 && batches.take()) {
      String job = name + "-batch-" + random.nextLong(Long.MAX_VALUE);
      ports.allocate(ports(BATCH, i -> "own/" + job + "/" + (i + 1)));
    } else if (dice < 40) {
      ports.allocate(port(shared(random)));
    } else if (dice < 55) {
      ports.allocate(batch(random));
    } else if (dice < 65 && releases) {
      change(port("released/r" + random.nextInt(RELEASED) + "/80"), random);
    } else if (dice < 80) {
      ports.allocate(port(known(random)));
    } else {
      ports.find(port(looked(random)));
    }
  }

  private void change(ServicePort port, Random random) {
    int dice = random.nextInt(4);
    if (dice == 0 && given.take()) {
      ports.release(port);
    } else if (dice == 1) {
      ports.allocate(port);
    } else {
      ports.find(port);
    }
  }

  /** All processes ask for the same names of now, so that each is raced for when it is new. */
  private String shared(Random random) {
    return "shared/e" + epoch() + "-" + random.nextInt(SHARED) + "/80";
  }

  /** Neighbouring batches share a half; some are asked for the other way round. */
  private List<ServicePort> batch(Random random) {
    int first = 1 + random.nextInt(BATCHES) * (BATCH / 2);
    List<ServicePort> batch = ports(BATCH, i -> "batch/e" + epoch() + "/" + (first + i));
    if (random.nextBoolean()) {
      Collections.reverse(batch);
    }
    return batch;
  }

  private String looked(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> shared(random);
      case 1 -> "batch/e" + epoch() + "/" + (1 + random.nextInt(BATCH + BATCH / 2));
      default -> known(random);
    };
  }

  private String known(Random random) {
    return asked.isEmpty() ? shared(random) : asked.get(random.nextInt(asked.size()));
  }

  private String remember(String stack, String job) {
    String path = stack + "/" + job + "/80";
    if (asked.size() < REMEMBERED) {
      asked.add(path);
    }
    return path;
  }

  private long epoch() {
    return System.nanoTime() / epoch.toNanos();
  }

  private static List<ServicePort> ports(int count, IntFunction<String> path) {
    return IntStream.range(0, count)
        .mapToObj(i -> port(path.apply(i)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static ServicePort port(String path) {
    return ServicePort.parse(path + "/tcp");
  }
}
