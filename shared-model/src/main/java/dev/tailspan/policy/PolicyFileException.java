package dev.tailspan.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy file is refused; every mistake in it is listed. */
public final class PolicyFileException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Finding> problems;

  PolicyFileException(List<Finding> problems) {
    super(
        "The policy file is refused:\n"
            + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes, in the order of the file. Never empty. */
  public List<Finding> problems() {
    return problems;
  }
}
