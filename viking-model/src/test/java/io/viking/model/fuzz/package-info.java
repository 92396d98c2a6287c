/**
 * Feeds parsers with mutated and generated inputs, for the tests of every module: what a parser is
 * ({@link FuzzTarget}), where its inputs come from ({@link FuzzInputs}), and what is asked of it
 * ({@link Fuzzer}).
 *
 * <p>Imports the JDK only.
 */
@NullMarked
package io.viking.model.fuzz;

import org.jspecify.annotations.NullMarked;
