/**
 * What integration tests need of the machine: Docker engines of their own. {@link
 * io.viking.docker.testing.PrivateEngine} is where to start.
 */
@NullMarked
package io.viking.docker.testing;

import org.jspecify.annotations.NullMarked;
