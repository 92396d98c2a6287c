/** The examples on real engines. */
@NullMarked
package io.viking.examples;

import org.jspecify.annotations.NullMarked;
