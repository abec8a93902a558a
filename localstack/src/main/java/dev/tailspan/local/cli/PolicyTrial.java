package dev.tailspan.local.cli;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.redact.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Policies tried on traces: all are decided at once, on a clock that stands still.
 *
 * @param processor which of several in a file; null where there is one
 */
record PolicyTrial(@Nullable String processor, FeatureGates gates) {
  /** Of the options {@code --name} and {@code --feature-gates}, where the command has them. */
  static PolicyTrial of(Arguments arguments) {
    try {
      String gates = String.join(",", arguments.all("--feature-gates"));
      return new PolicyTrial(arguments.value("--name"), FeatureGates.parse(gates));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--feature-gates: " + e.getMessage());
    }
  }

  /** How a stack with these options reads its policy file, which has no environment. */
  PolicyReading deployed() {
    try {
      return new PolicyReading(Optional.ofNullable(processor), gates);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--name " + e.getMessage());
    }
  }

  /** Reads the settings; {@code ${env:NAME}} is what the environment of the command says. */
  PolicyFile policies(byte[] yaml) throws PolicyFileException {
    return PolicyFile.parse(
        yaml, processor, name -> Optional.ofNullable(System.getenv(name)), gates);
  }

  /**
   * The decisions on the traces of these files, in their order; policies see what redaction leaves.
   *
   * @param files paths, or "-" for standard input
   * @throws CommandException naming the file, the place and what is wrong there
   */
  static Map<TraceId, Decision> decide(PolicyFile policies, List<String> files) {
    List<StagedTrace> traces = TraceFile.traces(files, redaction(policies));
    List<Decision> decided = policies.decideAll(traces, System.currentTimeMillis());
    Map<TraceId, Decision> decisions = new LinkedHashMap<>();
    for (int i = 0; i < traces.size(); i++) {
      decisions.put(traces.get(i).id(), decided.get(i));
    }
    return decisions;
  }

  private static Redaction redaction(PolicyFile policies) {
    String key = System.getenv().getOrDefault("TAILSPAN_REDACTION_KEY", "");
    try {
      return Redaction.of(policies.redaction(), key.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new CommandException("TAILSPAN_REDACTION_KEY is not set, and " + e.getMessage());
    }
  }
}
