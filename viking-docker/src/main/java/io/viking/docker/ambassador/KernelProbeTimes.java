package io.viking.docker.ambassador;

import java.time.Duration;

/**
 * How endpoints are probed.
 *
 * @param period the time from the end of one probe to the next
 * @param timeout how long an endpoint may take to accept
 * @param failures how many in a row it takes to be out
 */
record KernelProbeTimes(Duration period, Duration timeout, int failures) {}
