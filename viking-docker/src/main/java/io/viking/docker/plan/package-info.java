/**
 * The difference between desired and actual state, as data.
 *
 * <p>Pure: same input, same plan; imports the JDK and the pure modules only, does no IO.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.plan;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
