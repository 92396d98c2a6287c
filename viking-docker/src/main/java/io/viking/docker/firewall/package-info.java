/**
 * The firewall of one host, the design document's vpc: who reaches the containers' published ports,
 * etcd, the engine and the ambassador.
 *
 * <p>From the cluster's addresses to a rule set, and from that to what {@code nft} and {@code
 * iptables-restore} read, everything is pure: {@link Perimeter}, {@link RuleSet}, {@link
 * NftRendering}, {@link IptablesRendering}. Only {@link Firewall} and {@link LocalContainers} touch
 * the machine. Imports the JDK, the engines' client, {@code IpLiteral} of the registrar, {@code
 * Program} of the ambassador, {@code io.viking.ports} and {@code io.viking.model}.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true)
package io.viking.docker.firewall;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
