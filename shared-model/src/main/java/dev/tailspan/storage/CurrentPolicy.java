package dev.tailspan.storage;

import dev.tailspan.policy.Finding;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The policy file that lies there now, read whole: what is pinned next, or why it is not.
 *
 * @param sinceMillis when it was put there, by the store's clock; empty where none lies there: then
 *     the file is the defaults, which hold until a version is pinned
 * @param file empty when it is refused
 * @param problems why it is refused, every mistake in the order of the file
 * @param warnings as of the file, as far as the mistakes let them be found
 * @param notes likewise
 */
public record CurrentPolicy(
    OptionalLong sinceMillis,
    Optional<PolicyFile> file,
    List<Finding> problems,
    List<Finding> warnings,
    List<Finding> notes) {
  public CurrentPolicy {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  static CurrentPolicy of(PolicyStore.Upload upload, PolicyReading reading) {
    OptionalLong since = OptionalLong.of(upload.atMillis());
    try {
      return accepted(since, reading.read(upload.file()));
    } catch (PolicyFileException e) {
      return new CurrentPolicy(since, Optional.empty(), e.problems(), e.warnings(), e.notes());
    }
  }

  /** Where no file lies there. */
  static CurrentPolicy defaults(PolicyReading reading) {
    return accepted(OptionalLong.empty(), PolicyFile.defaults(reading.gates()));
  }

  private static CurrentPolicy accepted(OptionalLong since, PolicyFile file) {
    return new CurrentPolicy(since, Optional.of(file), List.of(), file.warnings(), file.notes());
  }
}
