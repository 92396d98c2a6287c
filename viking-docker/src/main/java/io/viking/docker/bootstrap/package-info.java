/**
 * Brings the agent to hosts: builds its image from the running program, without a registry, and
 * starts it over the engines' API.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.bootstrap;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
