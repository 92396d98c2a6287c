/**
 * Where instances run: the {@link io.viking.model.placement.Scheduler} SPI and viking's own choice.
 *
 * <p>Pure: imports the JDK and {@code io.viking.model} only, does no IO.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.model.placement;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
