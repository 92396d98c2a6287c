package io.viking.docker.engine;

import io.viking.model.Host;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of engines that are reached over a network without encryption, of each once a process. */
public final class PlainEngines {
  private static final Logger LOG = LoggerFactory.getLogger(PlainEngines.class);

  /** What is wrong with one. */
  public static final String RISK =
      "whoever reaches that port is root on the host, and what is sent can be read on the way";

  private static final Set<Host> TOLD = ConcurrentHashMap.newKeySet();

  private PlainEngines() {}

  /** Whether that address is one of TCP, and the options do not ask for TLS. */
  public static boolean isPlain(String address, EngineOptions options) {
    return options.certificates().isEmpty()
        && (address.startsWith("tcp://") || address.startsWith("http://"));
  }

  /** Warns if that host's engine is such a one, unless that was said before. */
  public static void warnOf(Host host, EngineOptions options) {
    if (isPlain(host.engine(), options) && TOLD.add(host)) {
      LOG.warn(
          "the engine of host '{}' ({}) is talked to without encryption: {}.\n  Fix: {}",
          host.name(),
          host.engine(),
          RISK,
          fix());
    }
  }

  /** How to mend it. */
  public static String fix() {
    return "start the engine with --tlsverify, and set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH.";
  }
}
