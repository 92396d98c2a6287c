/**
 * The {@code viking} command: one class a command, written against viking's public API only. The
 * only code of the project that writes to the standard streams.
 */
@NullMarked
package io.viking.examples.cli;

import org.jspecify.annotations.NullMarked;
