package io.viking.ports;

final class EtcdStore {
  private EtcdStore() {}

  static ClusterStore open(EtcdOptions options) {
    return new MemoryStore(options.ports());
  }
}
