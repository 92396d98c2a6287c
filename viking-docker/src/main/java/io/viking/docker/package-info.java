/** Deploys stacks on Docker hosts: {@code Viking} is the entry point. */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
