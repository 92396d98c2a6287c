package io.viking.docker.ambassador;

import java.net.InetSocketAddress;

/**
 * The connections that the kernel leads from one allocated port to one endpoint.
 *
 * @param to where clients connect to: the ambassador's address and the allocated port
 * @param from where their answers come from
 */
record KernelFlow(InetSocketAddress to, InetSocketAddress from) {}
