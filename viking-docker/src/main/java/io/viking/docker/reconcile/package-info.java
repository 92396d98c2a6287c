/**
 * What a cluster is told to become and what it takes notice of, from one look to the next.
 *
 * <p>Pure: the time and what was seen come in, what to do comes out. No clock, no thread, no IO, so
 * that a week of faults can be gone through in seconds. Imports the JDK, the pure modules and
 * {@code io.viking.docker.plan}, and of {@code io.viking.model.folder} only what a reading is.
 */
@NullMarked
package io.viking.docker.reconcile;

import org.jspecify.annotations.NullMarked;
