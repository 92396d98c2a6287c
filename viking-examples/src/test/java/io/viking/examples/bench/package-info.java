/** Tests of the benchmarks' arithmetic and of what they print. No time is asserted. */
@NullMarked
package io.viking.examples.bench;

import org.jspecify.annotations.NullMarked;
