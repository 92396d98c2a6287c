/** Watches the containers of one host and registers those that answer. */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.registrar;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
