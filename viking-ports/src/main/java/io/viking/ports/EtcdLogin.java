package io.viking.ports;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates the user, and adds the token that etcd gives to every call and stream.
 *
 * <p>jetcd has that, too, but asks once for each call that finds no token, and etcd needs a tenth
 * of a second of a processor to check a password; it also tells every failure as a wrong password.
 * Here all calls wait for one answer, a token that etcd no longer takes is replaced, and a refusal
 * stands for a moment, so that calls that are tried again and again do not keep etcd busy.
 */
final class EtcdLogin implements ClientInterceptor {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
  private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

  private final EtcdOptions options;
  private final Duration limit;
  private final Executor executor;

  /** Empty text where etcd's authentication is not enabled. */
  private @Nullable CompletableFuture<String> token;

  private long refusedAt;

  /**
   * @param limit how long one attempt may take
   * @param executor where the password's file is read
   */
  EtcdLogin(EtcdOptions options, Duration limit, Executor executor) {
    this.options = options;
    this.limit = limit;
    this.executor = executor;
  }

  /**
   * @throws StoreAccessException if there is to be a password in a file but it cannot be read
   */
  static void check(EtcdOptions options) {
    options.passwordFile().ifPresent(EtcdLogin::secret);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions callOptions, Channel next) {
    AtomicReference<@Nullable CompletableFuture<String>> used = new AtomicReference<>();
    CallCredentials credentials = new Credentials(next, used);
    return new SimpleForwardingClientCall<>(
        next.newCall(method, callOptions.withCallCredentials(credentials))) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                if (EtcdRefusal.isStaleToken(status)) {
                  discard(used.get());
                }
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private synchronized CompletableFuture<String> token(Channel channel) {
    CompletableFuture<String> known = token;
    if (known != null && !(known.isCompletedExceptionally() && isOver(refusedAt))) {
      return known;
    }
    CompletableFuture<String> wanted = new CompletableFuture<>();
    token = wanted;
    executor.execute(() -> authenticate(channel, wanted));
    return wanted;
  }

  private static boolean isOver(long refusedAt) {
    return System.nanoTime() - refusedAt > REFUSED_FOR.toNanos();
  }

  private synchronized void discard(@Nullable CompletableFuture<String> stale) {
    if (stale != null && stale == token && stale.isDone()) {
      token = null;
    }
  }

  private void authenticate(Channel channel, CompletableFuture<String> wanted) {
    try {
      AuthenticateRequest request =
          AuthenticateRequest.newBuilder()
              .setName(options.user().orElseThrow())
              .setPassword(password())
              .build();
      CallOptions bounded =
          CallOptions.DEFAULT.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS);
      ClientCalls.asyncUnaryCall(
          channel.newCall(AuthGrpc.getAuthenticateMethod(), bounded), request, new Answer(wanted));
    } catch (RuntimeException e) {
      fail(wanted, Status.UNAUTHENTICATED.withDescription(e.getMessage()).withCause(e));
    }
  }

  private String password() {
    return options
        .passwordFile()
        .map(EtcdLogin::secret)
        .orElseGet(() -> options.password().orElseThrow());
  }

  private static String secret(Path file) {
    return new PemFile("etcd's password", file).secret();
  }

  /** A refusal is kept for a moment, anything else is asked again by the next call. */
  private void fail(CompletableFuture<String> wanted, Status status) {
    synchronized (this) {
      if (status.getCode() == Status.Code.UNAUTHENTICATED) {
        refusedAt = System.nanoTime();
      } else if (token == wanted) {
        token = null;
      }
    }
    // Not under the lock: this runs what waits for it, under the locks of gRPC.
    wanted.completeExceptionally(status.asRuntimeException());
  }

  /** Adds the token to one call, once there is one. */
  private final class Credentials extends CallCredentials {
    private final Channel channel;
    private final AtomicReference<@Nullable CompletableFuture<String>> used;

    private Credentials(
        Channel channel, AtomicReference<@Nullable CompletableFuture<String>> used) {
      this.channel = channel;
      this.used = used;
    }

    @Override
    public void applyRequestMetadata(
        RequestInfo info, Executor appExecutor, MetadataApplier applier) {
      CompletableFuture<String> wanted = token(channel);
      used.set(wanted);
      var unused = wanted.whenComplete((granted, failure) -> apply(granted, failure, applier));
    }

    private void apply(
        @Nullable String granted, @Nullable Throwable failure, MetadataApplier applier) {
      if (granted == null) {
        applier.fail(failure == null ? Status.UNAUTHENTICATED : Status.fromThrowable(failure));
        return;
      }
      Metadata metadata = new Metadata();
      if (!granted.isEmpty()) {
        metadata.put(TOKEN, granted);
      }
      applier.apply(metadata);
    }
  }

  /** What etcd says to user and password. */
  private final class Answer implements StreamObserver<AuthenticateResponse> {
    private final CompletableFuture<String> wanted;

    private Answer(CompletableFuture<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public void onNext(AuthenticateResponse answer) {
      wanted.complete(answer.getToken());
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      if (EtcdRefusal.isNotEnabled(status)) {
        wanted.complete("");
      } else if (EtcdRefusal.isFinal(status)) {
        // gRPC lets credentials fail with some codes only; this one, and its text, arrive.
        fail(
            wanted,
            Status.UNAUTHENTICATED.withDescription(status.getDescription()).withCause(failure));
      } else {
        fail(wanted, status);
      }
    }

    @Override
    public void onCompleted() {
      // The answer has come before.
    }
  }
}
