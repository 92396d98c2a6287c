package io.viking.examples.bench;

import io.viking.model.ExposedPort;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import java.util.List;
import java.util.stream.IntStream;

/** The services for which numbers are allocated. */
final class Services {
  private static final ExposedPort EXPOSED = ExposedPort.tcp(27017);

  private Services() {}

  static ServicePort of(String stack, int number) {
    return new ServicePort(ServiceName.of(stack, job(number)), EXPOSED);
  }

  /** The first so many of that stack. */
  static List<ServicePort> first(String stack, int count) {
    return IntStream.range(0, count).mapToObj(number -> of(stack, number)).toList();
  }

  /** What {@link ServicePort#path} says. */
  static String path(String stack, int number) {
    return stack + "/" + job(number) + "/27017/tcp";
  }

  private static String job(int number) {
    return "job-" + number;
  }
}
