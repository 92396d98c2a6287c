/** The firewall's rules as text, and what real kernels and engines make of them. */
@NullMarked
package io.viking.docker.firewall;

import org.jspecify.annotations.NullMarked;
