package io.viking.model.folder;

import io.viking.model.JobName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of the deployment folder that describes a job.
 *
 * @param name the file's name without its extension; a valid name is not yet sure
 * @param path the file
 */
record JobFile(String name, Path path) {
  private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

  /** The job file of that path, or empty if its name is not one of a job file. */
  static Optional<JobFile> of(Path path) {
    String file = String.valueOf(path.getFileName());
    if (file.startsWith(".") || file.startsWith("#")) {
      return Optional.empty();
    }
    return EXTENSIONS.stream()
        .filter(file::endsWith)
        .map(extension -> file.substring(0, file.length() - extension.length()))
        .map(name -> new JobFile(name, path))
        .findFirst();
  }

  /** Whether the name is one that a job can have. */
  boolean isNamed() {
    return JobName.isValid(name);
  }

  /** The job's name; {@link #isNamed()} must hold. */
  JobName job() {
    return JobName.of(name);
  }
}
