/** Tests of what is decided from one look to the next. */
@NullMarked
package io.viking.docker.reconcile;

import org.jspecify.annotations.NullMarked;
