/**
 * What others need to test against a real store: an etcd to kill and the contracts that every
 * implementation of viking's store interfaces must pass.
 */
@NullMarked
package io.viking.ports.testing;

import org.jspecify.annotations.NullMarked;
