/** Programs that embed viking, each small enough to be read at a glance. */
@NullMarked
package io.viking.examples;

import org.jspecify.annotations.NullMarked;
