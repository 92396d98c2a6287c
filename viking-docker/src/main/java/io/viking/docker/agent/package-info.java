/** The process of a host: registrar and ambassador together. */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.agent;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
