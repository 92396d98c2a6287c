/**
 * What viking asks of the engines: the {@link io.viking.docker.launch.Launcher} SPI and the one
 * that talks to Docker engines, by way of {@code io.viking.docker.engine}.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.launch;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
