package io.viking.docker.ambassador;

import java.util.Optional;

/**
 * One wanted listener.
 *
 * @param port what it listens on
 * @param service the registry name that new connections go to
 * @param problem why it does not listen yet, and how to mend it; empty: it listens
 */
public record ListenerStatus(PortKey port, String service, Optional<String> problem) {}
