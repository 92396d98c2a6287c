package io.viking.docker.agent;

import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.Backend;
import io.viking.docker.firewall.PortSpan;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the settings of an agent's process say of the firewall. Pure. */
final class VpcSettings {
  private static final String MODE = "VIKING_VPC";
  private static final String KEEP = "VIKING_VPC_KEEP";

  private final AgentSettings settings;

  VpcSettings(AgentSettings settings) {
    this.settings = settings;
  }

  /**
   * Empty if there is to be none.
   *
   * @throws UsageException if a setting cannot be used
   */
  Optional<VpcOptions> options() {
    String mode = settings.find(MODE).orElse("off");
    VpcOptions.Builder options =
        VpcOptions.builder()
            .open(each("VIKING_VPC_OPEN", "ports as in 22,443,53/udp", PortSpan::parse))
            .trusted(
                each("VIKING_VPC_TRUST", "addresses as in 10.0.0.9,fd00::/64", AddressBlock::parse))
            .etcd(settings.list("VIKING_ETCD"));
    settings.find(KEEP).map(VpcSettings::keep).ifPresent(options::keep);
    return switch (mode) {
      case "off" -> Optional.empty();
      case "on" -> Optional.of(options.build());
      case "nftables" -> Optional.of(options.backend(Backend.NFTABLES).build());
      case "iptables" -> Optional.of(options.backend(Backend.IPTABLES).build());
      default ->
          throw new UsageException(
              MODE + " is '" + mode + "'.\n  Fix: set it to one of iptables, nftables, off, on.");
    };
  }

  private static Duration keep(String text) {
    try {
      Duration time = Duration.parse("PT" + text);
      if (!time.isNegative()) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    throw new UsageException(
        KEEP + " is '" + text + "', which is no time.\n  Fix: write 24h, 30m or 90s.");
  }

  private <T> List<T> each(String variable, String form, Function<String, T> parse) {
    return settings.list(variable).stream().map(text -> one(variable, form, text, parse)).toList();
  }

  private static <T> T one(String variable, String form, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          variable + " has '" + text + "', which cannot be used.\n  Fix: write " + form + ".");
    }
  }
}
