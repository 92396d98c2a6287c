package io.viking.docker;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that files of a deployment folder changed. What it misses costs time only: the folder is
 * looked at every so often.
 */
final class FolderNews implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderNews.class);

  private static final Duration QUIET = Duration.ofMillis(100);

  private final Path root;
  private final Runnable news;
  private final WatchService service;

  private FolderNews(Path root, Runnable news, WatchService service) {
    this.root = root;
    this.news = news;
    this.service = service;
  }

  /**
   * @param news called on a thread that must not be blocked
   * @throws IOException if the system can watch nothing
   */
  static FolderNews open(Path root, Runnable news) throws IOException {
    FolderNews opened = new FolderNews(root, news, root.getFileSystem().newWatchService());
    Thread thread = new Thread(opened::listen, "viking-folder");
    thread.setDaemon(true);
    thread.start();
    opened.refresh();
    return opened;
  }

  /** Watches folders that have come since, and those that were replaced. */
  void refresh() {
    try {
      register(root);
      try (Stream<Path> entries = Files.list(root)) {
        for (Path folder : entries.filter(Files::isDirectory).toList()) {
          register(folder);
        }
      }
    } catch (IOException | ClosedWatchServiceException e) {
      LOG.debug("{} cannot be watched now: {}", root, e.toString());
    }
  }

  private void register(Path folder) throws IOException {
    folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  private void listen() {
    try {
      while (true) {
        // A file is written in pieces: it is read when it has been quiet for a moment.
        for (WatchKey key = service.take(); key != null; key = quiet()) {
          key.pollEvents();
          key.reset();
        }
        news.run();
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("{} is not watched any more", root);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable WatchKey quiet() throws InterruptedException {
    return service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.debug("the watch of {} could not be closed: {}", root, e.toString());
    }
  }
}
