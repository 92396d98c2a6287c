package io.viking.docker.plan;

import io.viking.model.SecretSource;
import io.viking.model.ServiceName;

/**
 * Whose secret a variable is.
 *
 * @param service the service that has it as a variable of its own
 * @param variable what it is called there
 * @param source where its value is found
 */
record SecretOrigin(ServiceName service, String variable, SecretSource source) {}
