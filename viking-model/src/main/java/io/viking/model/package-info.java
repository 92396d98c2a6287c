/**
 * Stacks, jobs, links and names as immutable values, and what can be computed from them alone.
 *
 * <p>Pure: imports the JDK only, does no IO. Every type is immutable and safe to share between
 * threads unless its own text says otherwise.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    allParameters = false)
package io.viking.model;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
