/** That link variables are Docker's own, asked of a real engine. */
@NullMarked
package io.viking.docker.links;

import org.jspecify.annotations.NullMarked;
