package io.viking.ports.testing.history;

import java.util.List;
import java.util.Map;

/**
 * One call of a port allocator.
 *
 * @param span who called, and when
 * @param request what was asked
 * @param answer what came of it
 */
public record PortCall(Span span, Request request, Answer answer) {
  /** The end of a call that never came back: its caller was killed. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What an allocator can be asked. */
  public enum Operation {
    /** One service port, or several at once. */
    ALLOCATE,
    /** One service port. */
    FIND,
    /** Everything. */
    LIST,
    /** One service port. */
    RELEASE
  }

  /** What is known of a call's effect. */
  public enum Outcome {
    /** It was answered. */
    DONE,
    /** It may have happened, may still happen, or may never. */
    UNKNOWN,
    /** It did not happen: the range was used up. */
    REFUSED,
    /** It ended in a way that an allocator must not end. */
    BROKEN
  }

  /**
   * Who called, and from when to when.
   *
   * @param caller process and thread
   * @param start nanoseconds of a clock that all callers share, before the call
   * @param end after it; {@link #NEVER} if it did not come back
   */
  public record Span(String caller, long start, long end) {}

  /**
   * What was asked.
   *
   * @param operation what to do
   * @param services with which service ports, as {@code stack/job/port/protocol}; none for a list
   */
  public record Request(Operation operation, List<String> services) {}

  /**
   * What came of it.
   *
   * @param outcome what is known of its effect
   * @param numbers the numbers answered, by service port
   * @param note {@code true} or {@code false} for a release, else what went wrong
   */
  public record Answer(Outcome outcome, Map<String, Integer> numbers, String note) {}

  boolean is(Operation operation) {
    return request.operation == operation;
  }

  boolean isDone() {
    return answer.outcome == Outcome.DONE;
  }

  /** Whether it may have changed something at some time after its start. */
  boolean mayHaveHappened() {
    return answer.outcome == Outcome.DONE || answer.outcome == Outcome.UNKNOWN;
  }

  /** Whether it is an answered release that found something to release. */
  boolean released() {
    return is(Operation.RELEASE) && isDone() && answer.note.equals("true");
  }

  long start() {
    return span.start;
  }

  long end() {
    return span.end;
  }

  /** The number that it shows of that service port; 0 where it shows that there is none. */
  int numberOf(String service) {
    return answer.numbers.getOrDefault(service, 0);
  }
}
