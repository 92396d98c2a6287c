package io.viking.docker.doctor;

import io.viking.model.Finding;
import io.viking.ports.PortRange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the kernel takes ports for connections that agents want to listen on. Pure. */
final class EphemeralCheck {
  private static final Pattern ENDS = Pattern.compile("\\s*([0-9]{1,5})\\s+([0-9]{1,5})\\s*");

  private EphemeralCheck() {}

  /**
   * @param setting the text of {@code net.ipv4.ip_local_port_range}
   */
  static List<Finding> of(PortRange range, String setting) {
    Matcher ends = ENDS.matcher(setting);
    if (!ends.matches()) {
      return List.of();
    }
    int first = Integer.parseInt(ends.group(1));
    int last = Integer.parseInt(ends.group(2));
    if (first > range.last() || last < range.first()) {
      return List.of();
    }
    return List.of(
        Finding.warning(
            "ports",
            "the range "
                + range
                + " overlaps the ports that this machine's kernel takes for connections ("
                + first
                + "-"
                + last
                + "), so that a listener may find its port in use.",
            "set net.ipv4.ip_local_port_range outside the range on every host, or choose another"
                + " --port-range."));
  }
}
