package io.viking.links;

import java.util.List;

/**
 * Two links of one container, or a link and the registrar's contract, would set one variable to
 * different values. The message names the container, the variable and both sources, never a value:
 * those copied from a target can be secrets.
 */
public final class VariableCollisionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String variable;
  private final List<String> sources;

  VariableCollisionException(String container, String variable, List<String> sources) {
    super(
        "container '"
            + container
            + "': "
            + String.join(" and ", sources)
            + " would both set the variable "
            + variable
            + ", to different values.\n"
            + "  Fix: give the link another alias, as in 'JOB:ALIAS'.");
    this.variable = variable;
    this.sources = List.copyOf(sources);
  }

  /** The name of the variable. */
  public String variable() {
    return variable;
  }

  /** Who would set it, in words: {@code link 'shared/mongo'}. */
  public List<String> sources() {
    return sources;
  }
}
