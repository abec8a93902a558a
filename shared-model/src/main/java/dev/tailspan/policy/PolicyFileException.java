package dev.tailspan.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy file is refused; every mistake in it is listed. */
public final class PolicyFileException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Finding> problems;
  private final transient List<Finding> warnings;
  private final transient List<Finding> notes;

  PolicyFileException(Findings findings) {
    super(
        "The policy file is refused:\n"
            + findings.problems().stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
    this.problems = findings.problems();
    this.warnings = findings.warnings();
    this.notes = findings.notes();
  }

  /** All mistakes, in the order of the file. Never empty. */
  public List<Finding> problems() {
    return problems;
  }

  /** As {@link PolicyFile#warnings()}, as far as the mistakes let them be found. */
  public List<Finding> warnings() {
    return warnings;
  }

  /** As {@link PolicyFile#notes()}, as far as the mistakes let them be found. */
  public List<Finding> notes() {
    return notes;
  }
}
