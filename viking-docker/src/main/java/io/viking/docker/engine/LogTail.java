package io.viking.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gathers the end of a container's output; frames need not end where lines do. */
final class LogTail extends ResultCallback.Adapter<Frame> {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;

  LogTail(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void onNext(Frame frame) {
    bytes.writeBytes(frame.getPayload());
  }

  /** The last lines. */
  synchronized List<String> lines() {
    List<String> all = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }
}
