package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the kernel has to do for one address that an ambassador listens on. Immutable.
 *
 * @param gateway the address listened on
 * @param chains the endpoints to choose from; a chain without any leaves its connections to the
 *     relay
 * @param links the chain of each source and port; one that has no entry is left to the relay
 */
record KernelTable(
    InetAddress gateway,
    SortedMap<KernelChain, List<InetSocketAddress>> chains,
    SortedMap<KernelLink, KernelChain> links) {

  KernelTable {
    TreeMap<KernelChain, List<InetSocketAddress>> copy = new TreeMap<>();
    chains.forEach((chain, targets) -> copy.put(chain, List.copyOf(targets)));
    chains = Collections.unmodifiableSortedMap(copy);
    links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    if (!chains.keySet().containsAll(links.values())) {
      throw new IllegalArgumentException("a link leads to a chain that is not there: " + links);
    }
  }

  /** That of an ambassador that leaves everything to the relay. */
  static KernelTable empty(InetAddress gateway) {
    return new KernelTable(gateway, new TreeMap<>(), new TreeMap<>());
  }

  /** The same without the endpoints that fail the test. */
  KernelTable only(Predicate<InetSocketAddress> test) {
    TreeMap<KernelChain, List<InetSocketAddress>> left = new TreeMap<>();
    chains.forEach((chain, targets) -> left.put(chain, targets.stream().filter(test).toList()));
    return new KernelTable(gateway, left, links);
  }

  /** All endpoints in it. */
  Set<InetSocketAddress> targets() {
    return chains.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  /** All allocated ports in it. */
  SortedSet<Integer> ports() {
    return chains.keySet().stream()
        .map(KernelChain::port)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The endpoints of that chain; empty where it is none of this table. */
  List<InetSocketAddress> targets(KernelChain chain) {
    return chains.getOrDefault(chain, List.of());
  }
}
