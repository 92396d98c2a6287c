/**
 * From links and allocated ports to the variables of a container.
 *
 * <p>Pure: imports the JDK and {@code io.viking.model} only, does no IO.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.links;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
