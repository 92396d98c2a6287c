/**
 * The soak: a real agent under load for minutes while endpoints come and go and the engine and etcd
 * are restarted. {@link io.viking.docker.soak.Verdict} and {@link io.viking.docker.soak.Growth},
 * which judge it, are pure.
 */
@NullMarked
package io.viking.docker.soak;

import org.jspecify.annotations.NullMarked;
