/**
 * What viking asks of the engines: the {@link io.viking.docker.launch.Launcher} SPI and the one
 * that talks to Docker engines. All use of docker-java for launching is here.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.launch;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
