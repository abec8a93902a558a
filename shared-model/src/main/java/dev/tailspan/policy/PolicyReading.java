package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a deployed policy file is read: with its bytes, all that makes a {@link PolicyFile} of them.
 *
 * <p>There is no environment in it. What a function has in its own are credentials and addresses,
 * which no file may quote, and what a reference meant would not be known any more when the same
 * version is read again; so a file with {@code ${env:NAME}} is refused.
 *
 * @param processor which {@code tail_sampling/NAME} of several; empty where a file has one
 */
public record PolicyReading(Optional<String> processor, FeatureGates gates) {
  /** Of files with one processor, as the Collector starts. */
  public static final PolicyReading DEFAULT =
      new PolicyReading(Optional.empty(), FeatureGates.DEFAULT);

  /** The Collector's rule for the names of components. */
  private static final Pattern ID = Pattern.compile("[^\\pZ\\pC\\pS]{1,1024}");

  /**
   * @throws IllegalArgumentException when no processor can have that name
   */
  public PolicyReading {
    processor.ifPresent(PolicyReading::check);
  }

  private static void check(String processor) {
    if (!ID.matcher(processor).matches() || processor.endsWith("/")) {
      throw new IllegalArgumentException(
          "is no name of a processor, such as tail_sampling/errors or errors: '"
              + Excerpt.of(processor)
              + "'");
    }
  }

  /**
   * Reads a file.
   *
   * @throws PolicyFileException with every mistake, when there is one
   */
  public PolicyFile read(byte[] yaml) throws PolicyFileException {
    return PolicyFile.parse(yaml, processor.orElse(null), null, gates);
  }

  /** What holds where there is no file: it names no processor, but goes by the gates. */
  public PolicyReading ofDefaults() {
    return new PolicyReading(Optional.empty(), gates);
  }
}
