package dev.tailspan.local.chaos;

import java.util.Locale;

/**
 * What came of it.
 *
 * @param seconds under faults
 * @param killsByFunction as a text for people
 * @param succeeded invocations of ingest and finalize that ended well under faults, and
 * @param failed that did not
 * @param refusals how often publishers were refused, and sent again
 * @param lookups under faults
 * @param unanswered of those the ones that failed
 */
public record ChaosReport(
    Chaos.Plan plan,
    double seconds,
    int kills,
    String killsByFunction,
    Trouble.Counts trouble,
    long succeeded,
    long failed,
    long refusals,
    long lookups,
    long unanswered,
    Audit.Account account,
    Findings findings) {

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "seed", "%d, %.0f s at %.0f spans/s", plan.seed(), seconds, plan.spansPerSecond());
    line(text, "kills", "%,d: %s", kills, killsByFunction);
    line(
        text,
        "DynamoDB",
        "%d pauses, %d restarts with its data",
        trouble.pauses(),
        trouble.restarts());
    line(text, "S3", "%d outages, %,d answers 500 or 503", trouble.outages(), trouble.s3Errors());
    line(
        text,
        "Kinesis",
        "%d times throttled, %,d records and calls",
        trouble.throttlings(),
        trouble.throttled());
    line(
        text,
        "invocations",
        "%,d of ingest and finalize ended well, %,d failed",
        succeeded,
        failed);
    line(text, "lookups", "%,d under faults, %,d of them unanswered", lookups, unanswered);
    line(
        text,
        "spans sent",
        "%,d of %,d traces, %,d deliveries; %,d times refused and sent again",
        account.spans(),
        account.traces(),
        account.deliveries(),
        refusals);
    line(text, "kept", "%,d spans of %,d traces", account.keptSpans(), account.keptTraces());
    line(
        text,
        "dropped",
        "%,d spans of %,d traces, each with its reason",
        account.droppedSpans(),
        account.droppedTraces());
    line(text, "quarantined", "%,d records", account.quarantined());
    text.append(findings).append('\n');
    findings.described().forEach(what -> text.append("  ").append(what).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "  %-12s ", what));
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
