package io.viking.docker.ambassador;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The empty pipes of one event loop, for splicing. Used on that loop only. */
final class EpollPipes {
  private static final int MOST_KEPT = 64;

  private final boolean allowed;
  private final ConnectionLimits limits;
  private final PipeSize size;
  private final Deque<Pipe> empty = new ArrayDeque<>();

  EpollPipes(AmbassadorOptions options, PipeSize size) {
    this.size = size;
    this.allowed = options.splice();
    this.limits = options.limits();
  }

  /** Both ends of a pipe. */
  record Pipe(FileDescriptor out, FileDescriptor in) {}

  /** Whether to splice at all. */
  boolean allowed() {
    return allowed;
  }

  /** An empty pipe; null where no descriptors are left, and copying has to do. */
  @Nullable Pipe take() {
    Pipe kept = empty.pollLast();
    if (kept != null) {
      return kept;
    }
    if (!limits.pipeOpens()) {
      return null;
    }
    try {
      FileDescriptor[] ends = FileDescriptor.pipe();
      size.enlarge(ends[1]);
      return new Pipe(ends[0], ends[1]);
    } catch (IOException e) {
      limits.pipeClosed();
      return null;
    }
  }

  void giveBack(Pipe pipe, boolean isEmpty) {
    if (isEmpty && empty.size() < MOST_KEPT) {
      empty.add(pipe);
    } else {
      close(pipe);
    }
  }

  private void close(Pipe pipe) {
    limits.pipeClosed();
    try {
      pipe.in().close();
      pipe.out().close();
    } catch (IOException e) {
      // They are closed all the same.
    }
  }

  void close() {
    empty.forEach(this::close);
    empty.clear();
  }
}
