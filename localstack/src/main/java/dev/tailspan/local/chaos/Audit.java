package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Accounts for every span that the stream accepted, once all is decided: by the archive's files, by
 * search, by lookups, by the quarantine.
 */
final class Audit {
  private static final int MOST_QUARANTINED = 100_000;
  private static final int PAGE = 1000;

  private final LocalStack stack;
  private final Path archive;
  private final Asked api;
  private final Map<TraceId, SentTrace> sent;
  private final Findings findings;
  private final Map<TraceId, Set<SpanId>> archived = new HashMap<>();
  private long keptTraces;
  private long keptSpans;
  private long droppedTraces;
  private long droppedSpans;

  /**
   * @param archive the folder of the archive's bucket
   */
  Audit(
      LocalStack stack, Path archive, Asked api, Map<TraceId, SentTrace> sent, Findings findings) {
    this.stack = stack;
    this.archive = archive;
    this.api = api;
    this.sent = sent;
    this.findings = findings;
  }

  /**
   * What was found.
   *
   * @param spans that the stream accepted, each once
   * @param deliveries of those, what publishers sent again counting again
   * @param lookups traces that were asked for one by one
   */
  record Account(
      long traces,
      long spans,
      long deliveries,
      long keptTraces,
      long keptSpans,
      long droppedTraces,
      long droppedSpans,
      long quarantined,
      long lookups) {}

  /**
   * Does it.
   *
   * @param sinceMillis before which nothing was sent, epoch milliseconds
   * @param mostLookups of more traces only some are asked for one by one
   * @param seen is told of each lookup
   * @param progress is told how many were asked for
   * @throws IOException when the archive, the API or the quarantine cannot be read
   */
  Account run(long sinceMillis, int mostLookups, SeenKept seen, IntConsumer progress)
      throws IOException, InterruptedException {
    StreamContents stream = StreamContents.read(stack.records(), sent::containsKey);
    readArchive();
    long spans = 0;
    int lookups = 0;
    int every = Math.max(1, (sent.size() + mostLookups - 1) / mostLookups);
    int n = 0;
    for (Map.Entry<TraceId, SentTrace> trace : sent.entrySet()) {
      List<Span> whole = trace.getValue().spans();
      Set<SpanId> accepted = stream.spans().getOrDefault(trace.getKey(), Set.of());
      spans += accepted.size();
      judge(trace.getKey(), whole, accepted);
      if (n++ % every == 0) {
        lookUp(trace.getKey(), whole, seen);
        progress.accept(++lookups);
      }
    }
    judgeSearch(sinceMillis);
    judgeQuarantine(stream.poison());
    return new Account(
        sent.size(),
        spans,
        stream.deliveries(),
        keptTraces,
        keptSpans,
        droppedTraces,
        droppedSpans,
        stream.poison().size(),
        lookups);
  }

  private void readArchive() throws IOException {
    for (String row : ArchivedFiles.spansIn(archive)) {
      int space = row.indexOf(' ');
      TraceId trace = TraceId.fromHex(row.substring(0, space));
      SpanId span = SpanId.fromHex(row.substring(space + 1));
      if (sent.containsKey(trace)
          && !archived.computeIfAbsent(trace, id -> new HashSet<>()).add(span)) {
        findings.duplicated(name(trace, span) + " is twice in the archive");
      }
    }
  }

  /** By the stream and the archive. */
  private void judge(TraceId id, List<Span> whole, Set<SpanId> accepted) {
    boolean fails = SentTrace.fails(whole);
    Set<SpanId> kept = archived.getOrDefault(id, Set.of());
    for (Span span : whole) {
      if (!accepted.contains(span.spanId())) {
        findings.lost(1, name(id, span.spanId()) + " was taken, but is not on the stream");
      } else if (fails && !kept.contains(span.spanId())) {
        findings.lost(1, name(id, span.spanId()) + " is of a failed trace, but not archived");
      }
    }
    if (!fails && !kept.isEmpty()) {
      findings.misjudged("trace " + id.hex() + " is archived, though nothing in it failed");
    }
    keptTraces += fails ? 1 : 0;
    keptSpans += fails ? kept.size() : 0;
    droppedTraces += fails ? 0 : 1;
    droppedSpans += fails ? 0 : accepted.size();
  }

  private void lookUp(TraceId id, List<Span> whole, SeenKept seen)
      throws IOException, InterruptedException {
    Asked.Found found = api.trace(id);
    seen.found(id, found);
    boolean fails = SentTrace.fails(whole);
    String expected = fails ? "kept" : "dropped";
    if (!found.state().equals(expected)) {
      String what = "trace %s is %s, not %s".formatted(id.hex(), found.state(), expected);
      if (found.isDecided()) {
        findings.misjudged(what);
      } else {
        findings.lost(whole.size(), what);
      }
    } else if (found.spanCount() != whole.size()) {
      String what = "trace %s of %d spans is %s with %d";
      int missing = whole.size() - found.spanCount();
      findings.lost(
          Math.max(1, missing),
          what.formatted(id.hex(), whole.size(), expected, found.spanCount()));
    } else if (fails) {
      judgeKept(id, whole, found);
    } else if (found.votes().isEmpty() || found.votes().contains("true")) {
      findings.misjudged("trace %s is dropped by votes %s".formatted(id.hex(), found.votes()));
    }
  }

  private void judgeKept(TraceId id, List<Span> whole, Asked.Found found) throws IOException {
    if (!found.json().path("sampling").path("policy").asText().equals(SentTrace.POLICY)
        || found.json().path("sampling").path("adjustedCount").asDouble() != 1) {
      findings.misjudged("trace " + id.hex() + " is kept by " + found.json().path("sampling"));
    }
    Set<Span> expected = Set.copyOf(KeptSpans.by(SentTrace.POLICY, whole));
    for (Span span : found.spans()) {
      if (!expected.contains(span)) {
        findings.other("changed: " + name(id, span.spanId()));
      }
    }
  }

  private void judgeSearch(long sinceMillis) throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page = api.json("traces?limit=" + PAGE + "&start=" + sinceMillis + cursor);
      for (JsonNode trace : page.path("traces")) {
        String id = trace.path("traceId").asText();
        if (!found.add(id)) {
          findings.duplicated("trace " + id + " is found twice by search");
        }
      }
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    for (TraceId id : archived.keySet()) {
      if (!found.contains(id.hex())) {
        findings.lost(1, "trace " + id.hex() + " is archived, but search does not find it");
      }
    }
  }

  private void judgeQuarantine(Set<String> poison) {
    List<String> quarantined;
    try (S3Objects objects =
        S3Objects.connect(stack.connection(), stack.quarantineBucket(), new UsageMeter())) {
      quarantined =
          S3Stores.quarantine(objects).list(MOST_QUARANTINED).stream().map(Audit::name).toList();
    }
    Set<String> once = new HashSet<>();
    for (String record : quarantined) {
      if (!once.add(record)) {
        findings.duplicated("record " + record + " is twice in quarantine");
      }
      if (!poison.contains(record)) {
        findings.misjudged("record " + record + " is in quarantine, though it can be read");
      }
    }
    for (String record : poison) {
      if (!once.contains(record)) {
        findings.lost(1, "poison record " + record + " is not in quarantine");
      }
    }
  }

  private static String name(QuarantinedRecord record) {
    return record.shardId() + "/" + record.sequenceNumber();
  }

  private static String name(TraceId trace, SpanId span) {
    return "span " + span.hex() + " of trace " + trace.hex();
  }
}
