/**
 * What many callers asked a port allocator and what it answered, recorded by {@link
 * io.viking.ports.testing.history.RecordingAllocator}, and {@link
 * io.viking.ports.testing.history.PortHistoryChecker}, which tells whether an allocator that does
 * what it promises could have answered so.
 *
 * <p>All but the recording is pure. Imports {@code io.viking.model} and {@code io.viking.ports}.
 */
@NullMarked
package io.viking.ports.testing.history;

import org.jspecify.annotations.NullMarked;
