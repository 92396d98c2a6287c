package io.viking.ports.testing.history;

import java.util.Locale;

/**
 * How calls are told of in messages.
 *
 * @param origin the time from which times are counted, in nanoseconds
 */
record Wording(long origin) {
  private static final int MOST_NAMED = 8;

  /** {@code 'allocate a/b/80/tcp' of p1/t3, +1.234567 s to +1.240000 s, which answered 10005}. */
  String of(PortCall call) {
    return "'%s' of %s, %s to %s"
        .formatted(request(call), call.span().caller(), time(call.start()), time(call.end()));
  }

  String time(long nanos) {
    if (nanos == PortCall.NEVER) {
      return "never";
    }
    return String.format(Locale.ROOT, "%+.6f s", (nanos - origin) / 1e9);
  }

  private static String request(PortCall call) {
    var services = call.request().services();
    String named = String.join(" ", services.subList(0, Math.min(MOST_NAMED, services.size())));
    String operation = call.request().operation().name().toLowerCase(Locale.ROOT);
    return (operation + " " + named + (services.size() > MOST_NAMED ? " ..." : "")).strip();
  }
}
