/**
 * The Docker engine of one host, in viking's own values. All use of docker-java is here, and none
 * of its types leaves this package: what an engine changes from one API version to the next is
 * settled in one place.
 *
 * <p>Relies on nothing that API 1.52 drops: events are read from {@code Action} and {@code Actor},
 * addresses from {@code NetworkSettings.Networks}.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.engine;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
