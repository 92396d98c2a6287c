/**
 * Benchmarks: whole programs that measure viking beside its peers, in one run and in turns.
 *
 * <p>The only package outside {@code viking-ports} that uses etcd's client, because the peers do,
 * and because what reaches etcd is timed. What is measured is reached through viking's public API.
 */
@NullMarked
package io.viking.examples.bench;

import org.jspecify.annotations.NullMarked;
