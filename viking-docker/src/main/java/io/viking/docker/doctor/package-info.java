/**
 * The health check of a cluster: reads what can be read from engines, store and agents, and says
 * what is wrong with it. Changes nothing.
 *
 * <p>Reading and judging are apart: the classes named {@code ...Check} are pure. Imports the
 * engines' client, the registrar's view of a host, {@code io.viking.ports} and {@code
 * io.viking.model}.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.doctor;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
