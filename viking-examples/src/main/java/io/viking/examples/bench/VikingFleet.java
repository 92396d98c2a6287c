package io.viking.examples.bench;

import io.viking.docker.Viking;
import io.viking.model.Stack;

/** viking as a library, in this process. */
final class VikingFleet implements Fleet {
  private final Viking viking;
  private final Stack stack;

  VikingFleet(Viking viking, Stack stack) {
    this.viking = viking;
    this.stack = stack;
  }

  @Override
  public void start() {
    viking.deploy(stack);
  }

  @Override
  public void remove() {
    viking.remove(stack.name());
  }
}
