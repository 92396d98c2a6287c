package io.viking.docker.firewall;

/** The kinds of ports that a host has. */
enum Door {
  SSH("another service of the host, 22"),
  PUBLISHED("published, 8080 for 8000"),
  PUBLISHED_UDP("published, 5353/udp for 53"),
  OPENED("published and opened, 8443 for 80"),
  OPEN_NUMBER("published, 8081 for 443, 443 is opened"),
  CONTAINER("the container itself, 8000"),
  ENGINE("the engine, 2375"),
  ENGINE_TLS("as the engine, 2376"),
  ETCD("as etcd, 2379"),
  ETCD_PEER("as etcd's peer, 2380"),
  AMBASSADOR("as the ambassador, 10001");

  private final String text;

  Door(String text) {
    this.text = text;
  }

  /** Whether it is the cluster's hosts' alone. */
  boolean isOfTheCluster() {
    return switch (this) {
      case SSH, OPENED, AMBASSADOR -> false;
      default -> true;
    };
  }

  /** Whether it is of an engine or etcd. */
  boolean isControl() {
    return switch (this) {
      case ENGINE, ENGINE_TLS, ETCD, ETCD_PEER -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
