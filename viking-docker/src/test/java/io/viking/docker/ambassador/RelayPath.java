package io.viking.docker.ambassador;

/** Every way in which the relay can move bytes; what is promised holds for each. */
enum RelayPath {
  NIO {
    @Override
    AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options) {
      return options.transport(Transport.NIO);
    }
  },
  EPOLL_COPYING {
    @Override
    AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options) {
      return options.transport(Transport.EPOLL).splice(false);
    }
  },
  EPOLL_SPLICING {
    @Override
    AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options) {
      return options.transport(Transport.EPOLL);
    }
  };

  abstract AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options);
}
