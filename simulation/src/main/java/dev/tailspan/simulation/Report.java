package dev.tailspan.simulation;

import dev.tailspan.simulation.Tally.Wrong;
import java.util.Locale;

/** The figures of many runs, as text. */
final class Report {
  private Report() {}

  static String of(Tally tally, String seeds) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "seeds %s: %,d runs, %,d traces, %,d records, %,d spans, %,d commits of cursors",
        seeds,
        tally.runs(),
        tally.traces(),
        tally.records(),
        tally.spans(),
        tally.steps());
    line(text, "");
    line(text, "%-28s %12s", "fault", "times");
    for (FaultKind kind : FaultKind.values()) {
      line(text, "%-28s %,12d", kind.text(), tally.count(kind));
    }
    line(text, "");
    line(text, "%-56s %12s", "invariant", "exercised by");
    for (Invariant invariant : Invariant.values()) {
      String by =
          invariant.counted().isEmpty()
              ? String.format(Locale.ROOT, "%12s", "ArchitectureTest")
              : String.format(
                  Locale.ROOT, "%,12d %s", tally.checks(invariant), invariant.counted());
      line(text, "%-56s %s", invariant.text(), by);
    }
    line(text, "");
    for (Wrong how : Wrong.values()) {
      line(text, "%-11s %,6d  %s", how.text(), tally.count(how), how.invariant());
    }
    line(
        text,
        "archives compared with those of the same traffic without faults: %,d",
        tally.compares());
    line(text, "spans that expired in a long outage, as their steps say: %,d", tally.expired());
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
