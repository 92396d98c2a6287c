package io.viking.ports.testing.history;

import io.viking.ports.PortRange;
import java.time.Duration;

/**
 * What an allocator promised, besides being linearizable.
 *
 * @param range the numbers that it may give
 * @param quarantine how long a released number is given to nobody; zero where it may be given again
 *     at once
 * @param longestCall how long a call may take
 */
public record PortRules(PortRange range, Duration quarantine, Duration longestCall) {}
