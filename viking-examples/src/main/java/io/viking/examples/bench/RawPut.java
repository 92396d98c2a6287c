package io.viking.examples.bench;

/** A put, each caller to a key of its own. */
final class RawPut implements Contestant {
  private final RawEtcd etcd;
  private final String[] keys;

  RawPut(Target target, int callers) {
    etcd = new RawEtcd(target.endpoints());
    keys = new String[callers];
    for (int caller = 0; caller < callers; caller++) {
      keys[caller] = target.record(caller);
    }
  }

  @Override
  public boolean call(int caller) {
    etcd.put(keys[caller], "10000");
    return true;
  }

  @Override
  public void close() {
    etcd.close();
  }
}
