package io.viking.docker.ambassador;

import java.net.InetSocketAddress;

/**
 * A socket that listens.
 *
 * @param address where
 * @param descriptor its number in this process, good as long as the listener is not closed
 */
record ListeningSocket(InetSocketAddress address, int descriptor) {}
