package io.viking.docker.registrar;

import io.viking.model.Problem;
import io.viking.ports.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/** Everything that follows from the containers of a host. Immutable; same containers, same view. */
@Value.Immutable
public abstract class HostView {
  HostView() {}

  /** What should be registered while it is healthy, sorted by endpoint. */
  abstract List<Registration> registrations();

  /**
   * From each {@code BACKEND_<port>} of any container, running or not, to the registry name behind
   * it.
   */
  public abstract Map<Integer, String> listeners();

  /** The endpoints that variables name by address, under the names that {@link #listeners} use. */
  public abstract List<Endpoint> fixedEndpoints();

  /** From the source addresses of containers with a process to the ports that they link to. */
  public abstract Map<InetAddress, Set<Integer>> permissions();

  /**
   * From the addresses of containers with a process to the networks they are in: the first twelve
   * digits of the network's id, which is how engines shorten it.
   */
  public abstract Map<InetAddress, String> networks();

  /**
   * From each address at which a TCP port of a running container is published to the container's
   * own addresses, with the container's port.
   */
  public abstract Map<InetSocketAddress, Set<InetSocketAddress>> published();

  /** What was left out of the view, and why; never a reason to stop. */
  public abstract List<Problem> problems();

  /** The view of a host without containers. */
  public static HostView empty() {
    return builder().build();
  }

  /** How many endpoints are wanted, healthy or not. */
  public final int wanted() {
    return registrations().size();
  }

  static Builder builder() {
    return new Builder();
  }

  static final class Builder extends ImmutableHostView.Builder {
    Builder() {}
  }
}
