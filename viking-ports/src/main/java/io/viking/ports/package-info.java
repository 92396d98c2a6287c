/**
 * Cluster-unique ports and live endpoints, kept in etcd or in local files.
 *
 * <p>All of viking's code that talks to etcd is here. Imports {@code io.viking.model}, jetcd and
 * SLF4J; no third-party type appears in a public signature.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.ports;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
