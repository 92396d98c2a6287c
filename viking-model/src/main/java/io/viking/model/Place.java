package io.viking.model;

/**
 * Where in a file something was written.
 *
 * @param file the file as the user named it
 * @param line the line, from 1
 * @param column the column, from 1
 */
public record Place(String file, int line, int column) {
  /** {@code file:line:column}, the form that editors and terminals can jump to. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
