package io.viking.examples.bench;

/** Something went wrong while a figure was measured, so that it says nothing. */
final class InvalidFigureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidFigureException(String message) {
    super(message);
  }
}
