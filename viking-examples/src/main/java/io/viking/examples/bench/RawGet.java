package io.viking.examples.bench;

/** A read of one key that exists. */
final class RawGet implements Contestant {
  private final RawEtcd etcd;
  private final String key;

  RawGet(Target target) {
    etcd = new RawEtcd(target.endpoints());
    key = target.record(0);
    etcd.put(key, "10000");
  }

  @Override
  public boolean call(int caller) {
    if (etcd.get(key).getCount() != 1) {
      throw new BenchmarkException("'" + key + "' has gone while it was measured");
    }
    return true;
  }

  @Override
  public void close() {
    etcd.close();
  }
}
