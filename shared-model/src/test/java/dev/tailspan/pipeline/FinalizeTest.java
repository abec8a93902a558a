package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which traces are decided, when, and what becomes of what comes late. */
class FinalizeTest {
  private static final Duration QUIET = Duration.ofSeconds(150);

  private final Spans spans = new Spans(1);

  @Test
  void aTraceWithAnErrorIsKeptWholeAndSaysWhy() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 2);
    List<Span> trace = spans.trace(5);
    List<Span> sent = new ArrayList<>(trace);
    sent.set(3, Spans.failed(trace.get(3)));
    pipeline.put(0, sent.subList(0, 2));
    pipeline.put(1, sent.subList(2, 5));
    pipeline.ingest(10);
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.IN_FLIGHT);
    assertThat(Spans.sorted(pipeline.find(id(trace)).spans())).isEqualTo(Spans.sorted(sent));

    pipeline.wait(QUIET);
    pipeline.finish();

    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(sent, found)));
    assertThat(found.sampling().orElseThrow().policy()).isEqualTo("errors");
    assertThat(found.sampling().orElseThrow().reason()).isNotBlank();
    assertThat(found.sampling().orElseThrow().adjustedCount()).isEqualTo(1.0);
    assertThat(found.spans())
        .allSatisfy(
            span -> {
              assertThat(span.traceState()).isEqualTo("ot=th:0");
              assertThat(span.scope().attributes())
                  .isEqualTo(Attributes.ofStrings("tailsampling.policy", "errors"));
            });
  }

  @Test
  void aDroppedTraceIsExplainedWhileItIsStagedAndThenUnknown() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = spans.trace(3);
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();

    FoundTrace dropped = pipeline.find(id(trace));
    assertThat(dropped.state()).isEqualTo(TraceState.DROPPED);
    assertThat(dropped.explanation().orElseThrow().sampled()).isFalse();
    assertThat(dropped.explanation().orElseThrow().votes())
        .extracting(vote -> vote.policy())
        .containsExactly("errors");
    assertThat(dropped.policyVersion()).isPresent();

    pipeline.wait(Duration.ofSeconds(3 * Pipeline.TTL_SECONDS));
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.UNKNOWN);
  }

  @Test
  void aTraceDroppedLongAgoIsExplainedWithAsFewReadsAsOneJustDropped() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = spans.trace(3);
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    long justDropped = readsToFind(pipeline, trace);

    pipeline.wait(Duration.ofMinutes(50));
    pipeline.finish();

    assertThat(readsToFind(pipeline, trace)).isEqualTo(justDropped);
  }

  private static long readsToFind(Pipeline pipeline, List<Span> dropped) {
    pipeline.faults.reset();
    FoundTrace found = pipeline.find(id(dropped));
    assertThat(found.state()).isEqualTo(TraceState.DROPPED);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(dropped, found)));
    return pipeline.faults.count("staging.list");
  }

  @Test
  void nothingIsDecidedWhileAShardHasNotBeenReadPastTheQuietPeriod() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 2);
    List<Span> trace = spans.trace(2);
    pipeline.put(0, trace);
    // The other half, with the error, lies unread on the other shard for half an hour.
    pipeline.put(1, List.of(Spans.failed(spans.child(trace.get(0), "cart", "GetCart"))));
    pipeline.ingestShard(0, 10);
    for (int minute = 0; minute < 30; minute++) {
      pipeline.wait(Duration.ofMinutes(1));
      pipeline.put(0, spans.trace(2));
      pipeline.ingestShard(0, 10);
      pipeline.finish();
      assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.IN_FLIGHT);
    }
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
    assertThat(pipeline.find(id(trace)).spans()).hasSize(3);
  }

  @Test
  void aFirstRunWhileAShardLiesUnreadDoesNotBeginHoursBack() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 2);
    List<Span> trace = spans.trace(2);
    pipeline.put(0, trace);
    pipeline.put(1, spans.trace(2));
    pipeline.ingestShard(0, 10);
    pipeline.finish();
    assertThat(pipeline.decisions.cursor(0)).isEmpty();

    pipeline.ingest(10);
    pipeline.wait(QUIET);
    FinalizeTraces.Outcome outcome = pipeline.finish();
    assertThat(outcome.done()).isTrue();
    assertThat(outcome.steps()).isLessThan(10);
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
  }

  @Test
  void anIdleShardHoldsNothingBack() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 4);
    List<Span> trace = spans.trace(2);
    pipeline.put(2, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
  }

  @Test
  void theChildOfASplitShardIsWaitedFor() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = spans.trace(2);
    pipeline.put(0, trace);
    pipeline.ingest(10);
    int child = pipeline.stream.split(0);
    pipeline.put(child, List.of(Spans.failed(spans.child(trace.get(0), "cart", "GetCart"))));
    for (int minute = 0; minute < 10; minute++) {
      pipeline.wait(Duration.ofMinutes(1));
      pipeline.finish();
      assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.IN_FLIGHT);
    }
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
  }

  @Test
  void spanTimesDoNotDecideWhenATraceIsDue() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<List<Span>> traces = new ArrayList<>();
    for (long start : new long[] {0, 1, 4_000_000_000_000_000_000L, -1L, 86_400_000_000_000L}) {
      List<Span> trace =
          spans.trace(2).stream().map(s -> s.toBuilder().times(start, start + 5).build()).toList();
      pipeline.put(0, trace);
      traces.add(trace);
    }
    pipeline.ingest(10);
    pipeline.wait(Duration.ofSeconds(20));
    pipeline.finish();
    traces.forEach(t -> assertThat(pipeline.find(id(t)).state()).isEqualTo(TraceState.IN_FLIGHT));
    pipeline.wait(QUIET);
    pipeline.finish();
    traces.forEach(t -> assertThat(pipeline.find(id(t)).state()).isEqualTo(TraceState.KEPT));
  }

  @Test
  void aTraceThatNeverFallsQuietIsDecidedByItsAge() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<Span> trace = new ArrayList<>(spans.trace(1));
    pipeline.put(0, trace);
    for (int i = 0; i < 80; i++) {
      pipeline.wait(Duration.ofSeconds(10));
      Span next = spans.child(trace.get(0), "poller", "poll-" + i);
      trace.add(next);
      pipeline.put(0, List.of(next));
      pipeline.ingest(10);
      pipeline.finish();
    }
    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
  }

  @Test
  void lateSpansOfAKeptTraceAreAppendedAndNothingIsDoubled() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<Span> trace = new ArrayList<>(spans.trace(3));
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();

    Span late = spans.child(trace.get(0), "mailer", "send");
    pipeline.put(0, List.of(late, trace.get(1))); // and one that is sent a second time
    trace.add(late);
    pipeline.ingest(10);
    FoundTrace open = pipeline.find(id(trace));
    assertThat(Spans.sorted(open.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, open)));
    pipeline.wait(QUIET);
    pipeline.finish();

    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
    assertThat(pipeline.index.find(id(trace))).hasSize(2);
    assertThat(cursors(pipeline).stream().mapToLong(c -> c.counts().keptSpans()).sum())
        .isEqualTo(4);
    assertThat(cursors(pipeline).stream().mapToLong(c -> c.counts().lateParts()).sum())
        .isEqualTo(1);
  }

  @Test
  void aLateErrorBringsADroppedTraceBackWhole() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = new ArrayList<>(spans.trace(3));
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.DROPPED);

    pipeline.wait(Duration.ofMinutes(20));
    Span late = Spans.failed(spans.child(trace.get(0), "payment", "charge"));
    pipeline.put(0, List.of(late));
    trace.add(late);
    pipeline.ingest(10);
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.IN_FLIGHT);
    pipeline.restartFinalizer();
    pipeline.wait(QUIET);
    pipeline.finish();

    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
    assertThat(cursors(pipeline).stream().mapToLong(c -> c.counts().revived()).sum()).isEqualTo(1);
    assertThat(cursors(pipeline).stream().mapToLong(c -> c.counts().dropped()).sum()).isZero();
  }

  @Test
  void aBudgetIsSharedByTheTracesOfAStepAndCarriedOn() {
    Pipeline pipeline = new Pipeline(Pipeline.LIMITED, 1);
    List<List<Span>> sent = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      for (int i = 0; i < 100; i++) {
        sent.add(spans.trace(4));
        pipeline.put(0, sent.get(sent.size() - 1));
      }
      pipeline.ingest(10);
      pipeline.wait(QUIET);
      pipeline.finish();
    }

    List<FoundTrace> kept =
        sent.stream()
            .map(trace -> pipeline.find(id(trace)))
            .filter(found -> found.state() == TraceState.KEPT)
            .toList();
    // A span a second over two buckets: 30 a step, so seven traces of four; the time between the
    // steps that hold traces refills both budgets, which hold a step's worth at most.
    assertThat(kept).hasSize(3 * 2 * 7);
    assertThat(kept.stream().mapToDouble(f -> f.sampling().orElseThrow().adjustedCount()).sum())
        .isBetween(200.0, 400.0);
    assertThat(kept).allMatch(f -> f.sampling().orElseThrow().policy().equals("some"));
  }

  @Test
  void aTraceIsDecidedSoonAfterItsRootWhereThePolicyFileSaysSo() {
    String policy = "decision_wait: 10m\ndecision_wait_after_root_received: 10s\n";
    Pipeline pipeline = new Pipeline(policy + Pipeline.EVERYTHING, 1);
    List<Span> whole = spans.trace(2);
    List<Span> rootless = spans.trace(2).subList(1, 2);
    pipeline.put(0, whole);
    pipeline.put(0, rootless);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();

    assertThat(pipeline.find(id(whole)).state()).isEqualTo(TraceState.KEPT);
    assertThat(pipeline.find(id(rootless)).state()).isEqualTo(TraceState.IN_FLIGHT);
  }

  @Test
  void keepNeverRevertsWhateverComesLate() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = new ArrayList<>(spans.trace(3));
    trace.set(1, Spans.failed(trace.get(1)));
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    for (int i = 0; i < 5; i++) {
      Span late = spans.child(trace.get(0), "cart", "late-" + i);
      trace.add(late);
      pipeline.put(0, List.of(late));
      pipeline.policies.replaceCurrent(
          "policies: [{name: n, type: latency, latency: {threshold_ms: 999999999}}]".getBytes());
      pipeline.ingest(10);
      pipeline.wait(QUIET);
      pipeline.finish();
      FoundTrace found = pipeline.find(id(trace));
      assertThat(found.state()).isEqualTo(TraceState.KEPT);
      assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
      assertThat(found.sampling().orElseThrow().policy()).isEqualTo("errors");
    }
  }

  @Test
  void droppedTracesCostNoWriteOfTheirOwn() {
    assertThat(writesOfAStepWith(2000)).isEqualTo(writesOfAStepWith(20));
  }

  private long writesOfAStepWith(int traces) {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    pipeline.put(0, spans.trace(2));
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    for (int i = 0; i < traces; i++) {
      pipeline.put(0, spans.trace(2));
    }
    pipeline.ingest(10_000);
    pipeline.wait(QUIET);
    pipeline.faults.reset();
    pipeline.finish();
    return pipeline.faults.calls().stream().filter(Writes::isWrite).count();
  }

  @Test
  void aBadPolicyFileLeavesTheVersionInForce() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    pipeline.put(0, spans.trace(1));
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    List<BucketCursor> before = cursors(pipeline);
    pipeline.policies.replaceCurrent("policies: [{name: x, type: no_such_type}]".getBytes());
    pipeline.wait(QUIET);
    pipeline.finish();
    assertThat(cursors(pipeline))
        .extracting(BucketCursor::policyVersion)
        .containsOnly(before.get(0).policyVersion());
  }

  @Test
  void aStepTooLargeForMemoryIsWorkedOnInPassesAndWritesTheSame() {
    for (String policy : List.of(Pipeline.EVERYTHING, Pipeline.LIMITED)) {
      assertThat(archiveOf(policy, 64 << 20))
          .isEqualTo(archiveOf(policy, 2_000))
          .hasSizeGreaterThan(1);
    }
  }

  /** Else a step of so many times the spans would take the square of so many requests. */
  @Test
  void passesOverAStepFetchEachBlockOnce() {
    assertThat(fetches(900_000)).isEqualTo(fetches(64 << 20)).isPositive();
  }

  private static long fetches(long maxLoadedBytes) {
    Spans same = new Spans(78);
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    pipeline.settings = Pipeline.settings(maxLoadedBytes, 1000);
    pipeline.restartFinalizer();
    Attributes alike =
        Attributes.ofStrings("note", "alike in all spans, so packed well. ".repeat(30));
    for (int i = 0; i < 2_000; i++) {
      pipeline.put(
          0, same.trace(2).stream().map(s -> s.toBuilder().attributes(alike).build()).toList());
    }
    pipeline.ingest(10_000);
    pipeline.wait(QUIET);
    pipeline.faults.reset();
    pipeline.finish();
    return pipeline.faults.calls().stream().filter("staging.content"::equals).count();
  }

  private static Collection<String> archiveOf(String policy, long maxLoadedBytes) {
    Spans same = new Spans(77);
    Pipeline pipeline = new Pipeline(policy, 1);
    pipeline.settings = Pipeline.settings(maxLoadedBytes, 1000);
    pipeline.restartFinalizer();
    for (int i = 0; i < 60; i++) {
      pipeline.put(0, same.trace(4));
    }
    pipeline.ingest(7);
    pipeline.wait(QUIET);
    pipeline.finish();
    return pipeline.archive.files();
  }

  static List<BucketCursor> cursors(Pipeline pipeline) {
    List<BucketCursor> cursors = new ArrayList<>();
    for (int bucket = 0; bucket < Pipeline.LAYOUT.buckets(); bucket++) {
      pipeline.decisions.cursor(bucket).ifPresent(cursors::add);
    }
    return cursors;
  }

  private static TraceId id(List<Span> trace) {
    return trace.get(0).traceId();
  }
}
