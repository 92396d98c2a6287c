/** Real engines for tests, each in a network namespace of its own. */
@NullMarked
package io.viking.docker.testing;

import org.jspecify.annotations.NullMarked;
