package io.viking.examples.bench;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a run has measured.
 *
 * @param figures the figures, in their order
 * @param calls each operation's samples, by the number of callers
 */
record Results(List<Measured> figures, SortedMap<Integer, Map<Operation, List<Sample>>> calls) {}
