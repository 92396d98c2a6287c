/** The commands, without an engine. */
@NullMarked
package io.viking.examples.cli;

import org.jspecify.annotations.NullMarked;
