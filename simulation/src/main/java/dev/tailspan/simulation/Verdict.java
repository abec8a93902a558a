package dev.tailspan.simulation;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.simulation.Tally.Wrong;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must have come of a trace. A record that was given up may have been staged or not, and of a
 * trace above the cap some spans are left out: there is a range of right answers then.
 */
final class Verdict {
  private static final long SLOW_NANOS = 500_000_000;

  private final Scenario scenario;
  private final Tally tally;
  private final TraceId id;
  private final Map<SpanKey, Span> all = new LinkedHashMap<>();
  private final Map<SpanKey, Span> sure = new LinkedHashMap<>();
  private final Set<SpanKey> expired = new HashSet<>();
  private final long expiredSteps;
  private final boolean remembered;

  /**
   * @param nowMillis when it is judged
   * @param expiredSteps how many steps of its bucket say that spans of theirs may have expired
   */
  Verdict(
      Scenario scenario,
      Tally tally,
      TraceId id,
      List<Sent> records,
      long nowMillis,
      long expiredSteps) {
    this.scenario = scenario;
    this.tally = tally;
    this.id = id;
    this.expiredSteps = expiredSteps;
    this.remembered = records.stream().anyMatch(record -> isRemembered(record, nowMillis));
    long lastSlice = records.stream().mapToLong(this::slice).max().orElse(0);
    for (Sent record : records) {
      for (Span span : record.spans()) {
        if (span.traceId().equals(id)) {
          all.put(SpanKey.of(span), span);
          if (record.isSure() && !mayBeForgotten(record, lastSlice, nowMillis)) {
            sure.put(SpanKey.of(span), span);
          } else if (!record.isGivenUp()) {
            expired.add(SpanKey.of(span));
          }
        }
      }
    }
  }

  /**
   * Whether a later span may have brought the trace back when this record was staged no more: it
   * was decided, and had not expired by then, but is missing all the same.
   */
  private boolean mayBeForgotten(Sent record, long lastSlice, long nowMillis) {
    return scenario.has(FaultKind.LONG_OUTAGE)
        && record.arrivalMillis() + 1_000 * scenario.stagingTtlSeconds()
            < nowMillis + Functions.CLOCKS_DIFFER_MILLIS
        && lastSlice - slice(record) > scenario.quietSlices();
  }

  private long slice(Sent record) {
    return scenario.layout().slice(record.arrivalMillis());
  }

  /** Decided sets live twice as long as blocks. */
  private boolean isRemembered(Sent record, long nowMillis) {
    return record.isSure()
        && record.arrivalMillis() + 2_000 * scenario.stagingTtlSeconds() > nowMillis;
  }

  void on(FoundTrace found) {
    tally.checked(Invariant.EXPLAINED, 1);
    if (found.state() == TraceState.IN_FLIGHT) {
      tally.wrong(Wrong.STUCK, "trace " + id + " is not decided");
      return;
    }
    boolean kept = found.state() == TraceState.KEPT;
    if (!isOverCap()) {
      judgeDecision(kept);
    }
    if (kept) {
      judgeSpans(found);
      judgeReason(found);
    } else if (found.state() == TraceState.UNKNOWN && remembered) {
      tally.wrong(Wrong.LOST, "trace " + id + " is unknown");
    }
    if (!isOverCap()) {
      judgeExpired(found);
    }
  }

  /** What has expired before it was decided is said to have, by the step that missed it. */
  private void judgeExpired(FoundTrace found) {
    Set<SpanKey> missing = new HashSet<>(expired);
    missing.removeAll(sure.keySet());
    if (found.state() == TraceState.KEPT) {
      found.spans().forEach(span -> missing.remove(SpanKey.of(span)));
    } else if (found.state() != TraceState.UNKNOWN && !mustBeKept(all.values(), true)) {
      return;
    }
    tally.expired(missing.size());
    if (!missing.isEmpty() && expiredSteps == 0) {
      tally.wrong(Wrong.LOST, "spans of trace " + id + " have expired, and no step says so");
    }
  }

  private boolean isOverCap() {
    return all.size() > Scenario.MAX_SPANS_PER_TRACE;
  }

  private void judgeDecision(boolean kept) {
    // Of a trace that is decided again some spans may have expired since it was decided first.
    boolean wholeSeen = !scenario.has(FaultKind.LONG_OUTAGE);
    if (!kept && mustBeKept(sure.values(), wholeSeen)) {
      tally.wrong(Wrong.MISJUDGED, "trace " + id + " is dropped and was to be kept");
    }
    if (kept
        && scenario.policies() == Scenario.Policies.BY_CONTENT
        && !mustBeKept(all.values(), true)) {
      tally.wrong(Wrong.MISJUDGED, "trace " + id + " is kept and was to be dropped");
    }
  }

  /**
   * @param together whether they were all looked at at once
   */
  private boolean mustBeKept(Collection<Span> spans, boolean together) {
    if (spans.stream().anyMatch(span -> span.status().code() == Status.Code.ERROR)) {
      return true;
    }
    if (spans.isEmpty() || scenario.policies() != Scenario.Policies.BY_CONTENT) {
      return false;
    }
    long start = spans.stream().mapToLong(Span::startTimeUnixNano).min().orElseThrow();
    long end = spans.stream().mapToLong(Span::endTimeUnixNano).max().orElseThrow();
    return together && end - start >= SLOW_NANOS || spans.stream().anyMatch(Verdict::isGold);
  }

  private static boolean isGold(Span span) {
    return span.attributes().entries().stream()
        .anyMatch(
            entry ->
                entry.key().equals("tier")
                    && entry.value().equals(new AttributeValue.StringValue("gold")));
  }

  private void judgeReason(FoundTrace found) {
    if (found
        .sampling()
        .filter(why -> !why.policy().isEmpty() && !why.reason().isEmpty())
        .filter(why -> why.adjustedCount() >= 1 && !why.policyVersion().isEmpty())
        .isEmpty()) {
      tally.wrong(Wrong.MISJUDGED, "trace " + id + " does not say why it is kept");
    }
  }

  private void judgeSpans(FoundTrace found) {
    Map<SpanKey, Integer> times = new HashMap<>();
    found.spans().forEach(span -> times.merge(SpanKey.of(span), 1, Integer::sum));
    tally.checked(Invariant.SAME_BYTES, times.size());
    Set<SpanKey> missing = new HashSet<>(sure.keySet());
    missing.removeAll(times.keySet());
    if (!missing.isEmpty() && !isOverCap()) {
      tally.wrong(Wrong.LOST, "kept trace " + id + " lacks " + missing.size() + " spans");
    }
    if (isOverCap() && !found.truncated() && missing.size() > 0) {
      tally.wrong(Wrong.LOST, "trace " + id + " lacks spans and does not say it is truncated");
    }
    for (Map.Entry<SpanKey, Integer> one : times.entrySet()) {
      if (one.getValue() > 1) {
        tally.wrong(Wrong.DUPLICATED, one.getKey() + " is there " + one.getValue() + " times");
      }
      if (!all.containsKey(one.getKey())) {
        tally.wrong(Wrong.DUPLICATED, one.getKey() + " was never sent");
      }
    }
  }
}
