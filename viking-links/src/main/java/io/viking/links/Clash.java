package io.viking.links;

/**
 * A variable that a job sets itself although viking would set it to something else. The job's own
 * value wins, as it does over Docker's links.
 *
 * @param name the variable's name
 * @param generated the value that was dropped
 * @param own the job's own value, which the container gets; may be a secret
 */
public record Clash(String name, String generated, String own) {

  /** The name only: either value can be a secret. */
  @Override
  public String toString() {
    return name + ": the job's own value takes the place of a generated one";
  }
}
