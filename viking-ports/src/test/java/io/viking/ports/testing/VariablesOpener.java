package io.viking.ports.testing;

import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens etcd with TLS and a user; the address is {@code VARIABLE=value} lines. */
public final class VariablesOpener implements StoreOpener {
  /** For {@link StoreOpener#named}. */
  public VariablesOpener() {}

  /** The address of that etcd for its own client and user, with that deadline. */
  public static String address(SecureEtcd etcd, String deadline) {
    return String.join(
        "\n",
        "VIKING_ETCD=" + etcd.endpoint(),
        "VIKING_ETCD_CA=" + etcd.certificates().ca(),
        "VIKING_ETCD_CERT=" + etcd.client().certificate(),
        "VIKING_ETCD_CERT_KEY=" + etcd.client().key(),
        "VIKING_ETCD_USER=" + SecureEtcd.USER,
        "VIKING_ETCD_PASSWORD=" + SecureEtcd.PASSWORD,
        "VIKING_DEADLINE=" + deadline);
  }

  @Override
  public ClusterStore open(String address) {
    Map<String, String> variables = new LinkedHashMap<>();
    address
        .lines()
        .forEach(
            line ->
                variables.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return ClusterStore.etcd(EtcdOptions.fromVariables(variables).build());
  }
}
