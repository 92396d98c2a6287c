package io.viking.ports;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends each unary call in time. Without it a call to an etcd that is away never completes; on a
 * stream it would end the stream.
 *
 * @param length how long one attempt may take
 */
record EtcdDeadline(Duration length) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions callOptions, Channel next) {
    boolean unary = method.getType() == MethodDescriptor.MethodType.UNARY;
    CallOptions bounded =
        unary ? callOptions.withDeadlineAfter(length.toNanos(), TimeUnit.NANOSECONDS) : callOptions;
    return next.newCall(method, bounded);
  }
}
