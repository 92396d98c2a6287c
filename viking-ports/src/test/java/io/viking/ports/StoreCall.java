package io.viking.ports;

import io.viking.model.Host;
import io.viking.model.ServicePort;
import java.util.List;
import java.util.function.Consumer;

/** Every call that a store has and that asks etcd. */
enum StoreCall implements Consumer<ClusterStore> {
  ALLOCATE(store -> store.ports().allocate(Sample.MONGO)),
  ALLOCATE_SEVERAL(
      store ->
          store
              .ports()
              .allocate(
                  List.of(
                      ServicePort.parse("shared/auth/80/tcp"),
                      ServicePort.parse("shared/auth/81/tcp")))),
  FIND(store -> store.ports().find(Sample.MONGO)),
  LIST(store -> store.ports().list()),
  RELEASE(store -> store.ports().release(Sample.MONGO)),
  REGISTER(store -> store.endpoints().register(Sample.ENDPOINT)),
  SNAPSHOT(store -> store.endpoints().snapshot()),
  ANNOUNCE(store -> store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"))),
  HOSTS(store -> store.hosts().hosts()),
  VOLUMES(store -> store.volumes().homes()),
  RECORD_VOLUME(store -> store.volumes().record("shared_mongo_data", "node-1")),
  FORGET_VOLUME(store -> store.volumes().forget("shared_mongo_data")),
  /** To be made after {@link #REGISTER}: else nothing would have to be removed. */
  DEREGISTER(
      store -> store.endpoints().deregister(Sample.ENDPOINT.service(), Sample.ENDPOINT.id()));

  /** What the calls are about. */
  static final class Sample {
    static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
    static final Endpoint ENDPOINT =
        new Endpoint(
            "shared_mongo_27017", "shared_mongo_27017_a1", HostAndPort.parse("10.0.0.1:1"));

    private Sample() {}
  }

  private final Consumer<ClusterStore> call;

  StoreCall(Consumer<ClusterStore> call) {
    this.call = call;
  }

  @Override
  public void accept(ClusterStore store) {
    call.accept(store);
  }
}
