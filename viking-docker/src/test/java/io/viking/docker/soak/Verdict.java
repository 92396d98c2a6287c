package io.viking.docker.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which failures the run's own faults explain. There are two rules, and whatever they do not cover
 * is a fault of viking:
 *
 * <ol>
 *   <li>A connection that had begun before its endpoint was ended, was led to just that endpoint,
 *       and failed no earlier than the ending began, ended with it.
 *   <li>The kernel path can't try another endpoint, and no log says where it led. There, a
 *       connection that began within a second after any endpoint had been ended, or before, and
 *       failed no earlier than the ending began, may have met that endpoint.
 * </ol>
 *
 * Connections that stay have endpoints that are never ended, so nothing explains their failure; and
 * nothing explains a wrong answer, or a failure while the engine or etcd is away.
 */
final class Verdict {
  /** How long the kernel path may lead to an endpoint that is gone. */
  static final Duration KERNEL_GRACE = Duration.ofSeconds(1);

  private final List<String> explained = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();

  private Verdict() {}

  /**
   * Judges them.
   *
   * @param endpoint where a connection was led, as {@code address:port}, if that is known
   * @param kernel whether the kernel led them
   */
  static Verdict of(
      List<Failure> failures,
      List<Fault> faults,
      Function<Failure, Optional<String>> endpoint,
      boolean kernel) {
    Verdict verdict = new Verdict();
    for (Failure failure : failures) {
      Optional<String> led = endpoint.apply(failure);
      Optional<Fault> cause =
          faults.stream().filter(fault -> explains(fault, failure, led, kernel)).findFirst();
      if (cause.isPresent()) {
        verdict.explained.add(failure + "; by " + cause.get());
      } else {
        verdict.unexplained.add(text(failure, led, faults));
      }
    }
    return verdict;
  }

  private static boolean explains(
      Fault fault, Failure failure, Optional<String> led, boolean kernel) {
    if (failure.kind() != Failure.Kind.SHORT || !fault.kind().endsConnections()) {
      return false;
    }
    Span reach = kernel ? fault.span().extended(KERNEL_GRACE) : fault.span();
    boolean itsEndpoint = led.map(fault.target()::equals).orElse(kernel);
    return itsEndpoint
        && failure.span().begin().compareTo(reach.end()) <= 0
        && failure.span().end().compareTo(reach.begin()) >= 0;
  }

  private static String text(Failure failure, Optional<String> led, List<Fault> faults) {
    List<Fault> underWay =
        faults.stream().filter(fault -> fault.span().meets(failure.span())).toList();
    return failure
        + "; led to "
        + led.orElse("no known endpoint")
        + "; under way: "
        + (underWay.isEmpty() ? "nothing" : underWay);
  }

  /** Those that a rule covers, each with what caused it. */
  List<String> explained() {
    return List.copyOf(explained);
  }

  /** What is left, each with what was under way. */
  List<String> unexplained() {
    return List.copyOf(unexplained);
  }
}
