package dev.tailspan.local.cli;

import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.trace.TerminalText;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decisions as a table, and what each policy kept. */
final class TrialTable {
  private static final int LONGEST_POLICY = 32;

  private final Map<TraceId, Decision> decisions;
  private final int policyColumns;

  TrialTable(Map<TraceId, Decision> decisions) {
    this.decisions = decisions;
    int longest = decisions.values().stream().mapToInt(d -> d.policy().length()).max().orElse(0);
    this.policyColumns = Math.max("POLICY".length(), Math.min(LONGEST_POLICY, longest));
  }

  /** What one policy decided. */
  private static final class Sum {
    private long traces;
    private double standsFor;

    private void add(Decision decision) {
      traces++;
      standsFor += decision.adjustedCount();
    }
  }

  String text() {
    if (decisions.isEmpty()) {
      return "there are no traces in it\n";
    }
    StringBuilder text = new StringBuilder();
    row(text, "TRACE", "SAMPLED", "POLICY", "COUNTS FOR", "REASON");
    decisions.forEach(
        (id, decision) ->
            row(
                text,
                id.hex(),
                decision.sampled() ? "yes" : decision.dropped() ? "dropped" : "no",
                decision.policy(),
                decision.sampled() ? number(decision.adjustedCount()) : "",
                decision.reason()));
    return summary(text.append('\n')).toString();
  }

  private void row(
      StringBuilder text, String id, String sampled, String policy, String count, String reason) {
    text.append(
        "%-32s  %-7s  %s  %10s  %s\n"
            .formatted(
                id,
                sampled,
                TerminalText.fit(policy, policyColumns),
                count,
                TerminalText.safe(reason)));
  }

  private StringBuilder summary(StringBuilder text) {
    Map<String, Sum> kept = new LinkedHashMap<>();
    Map<String, Sum> dropped = new LinkedHashMap<>();
    Sum all = new Sum();
    for (Decision decision : decisions.values()) {
      if (decision.sampled()) {
        all.add(decision);
        kept.computeIfAbsent(decision.policy(), p -> new Sum()).add(decision);
      } else if (decision.dropped()) {
        dropped.computeIfAbsent(decision.policy(), p -> new Sum()).add(decision);
      }
    }
    text.append(
        "%,d of %,d traces sampled, counting for %s\n"
            .formatted(all.traces, decisions.size(), number(all.standsFor)));
    kept.forEach(
        (policy, sum) ->
            text.append(
                "  %s  %,d sampled, counting for %s\n"
                    .formatted(
                        TerminalText.fit(policy, policyColumns),
                        sum.traces,
                        number(sum.standsFor))));
    dropped.forEach(
        (policy, sum) ->
            text.append(
                "  %s  %,d dropped\n"
                    .formatted(TerminalText.fit(policy, policyColumns), sum.traces)));
    return text;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%,d".formatted((long) value) : "%,.2f".formatted(value);
  }
}
