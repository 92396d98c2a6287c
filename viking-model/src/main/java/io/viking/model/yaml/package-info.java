/**
 * Stack files, job files, host files and port tables: from text to values and back.
 *
 * <p>Every reader gathers all the faults of its input, each with its place, and throws them once.
 * The libraries behind it (SnakeYAML, Jackson) stay inside: no signature mentions them. Imports the
 * JDK, these two and {@code io.viking.model}; reads files, opens nothing else.
 */
@NullMarked
package io.viking.model.yaml;

import org.jspecify.annotations.NullMarked;
