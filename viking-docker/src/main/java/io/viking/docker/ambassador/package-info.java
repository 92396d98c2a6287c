/**
 * The proxy of one host: from an allocated port to a live endpoint.
 *
 * <p>Imports the JDK, Netty, SLF4J and {@code io.viking.ports}; neither docker-java nor any other
 * package of this module, so that it could move out by moving a folder.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.ambassador;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
