package io.viking.ports;

import io.viking.model.StackName;
import java.util.Collection;
import java.util.stream.Collectors;

/** The lock of a stack is not held any more: another program may change the stack by now. */
public final class StackLockLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackLockLostException(Collection<StackName> stacks, String why) {
    super(
        ("the lock of stack %s is lost: %s.%n"
                + "  Nothing more is changed, since another program may be at it.%n"
                + "  Fix: deploy again; what has been done is kept.")
            .formatted(
                stacks.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
                why));
  }
}
