package io.viking.docker.registrar;

import io.viking.model.Health;
import io.viking.ports.HostAndPort;

/**
 * One thing to be probed. Endpoints of one instance that hang on the same probe share an equal one.
 *
 * @param run which run of which container it is; a new run is probed anew
 * @param target where it must answer
 * @param health how it is asked; TCP or HTTP
 */
record ProbeSpec(String run, HostAndPort target, Health health) {}
