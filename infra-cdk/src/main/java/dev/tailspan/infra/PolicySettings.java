package dev.tailspan.infra;

import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * By what is decided.
 *
 * @param file uploaded with the deployment; empty where it is put into the bucket by hand
 * @param processor which {@code tail_sampling/NAME} of several in a file; empty where it has one
 * @param featureGates the Collector's, as for its option {@code --feature-gates}
 * @param redactionKeySecret name of the secret in Secrets Manager whose text is the key of
 *     redaction by HMAC; empty where there is none
 */
record PolicySettings(
    Optional<Path> file, String processor, String featureGates, String redactionKeySecret) {
  /** What Secrets Manager takes in a name. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

  /** Adds what is wrong; returns the file if there is one and all is well. */
  Optional<PolicyFile> check(List<String> problems) {
    if (!redactionKeySecret.isEmpty() && !SECRET.matcher(redactionKeySecret).matches()) {
      problems.add(
          "redactionKeySecret must be the name of a secret in Secrets Manager, but is '"
              + redactionKeySecret
              + "'.");
    }
    PolicyReading reading;
    try {
      reading =
          new PolicyReading(
              Optional.of(processor).filter(name -> !name.isEmpty()),
              FeatureGates.parse(featureGates));
    } catch (IllegalArgumentException e) {
      problems.add("policyProcessor or featureGates: " + e.getMessage() + ".");
      return Optional.empty();
    }
    return file.flatMap(path -> read(reading, path, problems));
  }

  private static Optional<PolicyFile> read(
      PolicyReading reading, Path path, List<String> problems) {
    try {
      return Optional.of(reading.read(Files.readAllBytes(path)));
    } catch (PolicyFileException e) {
      e.problems().forEach(problem -> problems.add(path + ": " + problem));
    } catch (IOException e) {
      problems.add("The policy file " + path + " cannot be read: " + e + ".");
    }
    return Optional.empty();
  }

  /**
   * The variables of ingest alone. The template holds a reference, which CloudFormation resolves
   * when it deploys.
   */
  Map<String, String> secrets() {
    return redactionKeySecret.isEmpty()
        ? Map.of()
        : Map.of("TAILSPAN_REDACTION_KEY", "{{resolve:secretsmanager:" + redactionKeySecret + "}}");
  }

  /** The variables that {@code Settings} of the functions reads. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    if (!processor.isEmpty()) {
      variables.put("TAILSPAN_POLICY_PROCESSOR", processor);
    }
    if (!featureGates.isEmpty()) {
      variables.put("TAILSPAN_FEATURE_GATES", featureGates);
    }
    return variables;
  }
}
