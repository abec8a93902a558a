package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.model.Span;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.StatsCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Same input, same bytes: a death or a failing store at any call, two finalizers, moved batch
 * borders, redelivery and other orders change nothing in the result.
 */
class CrashTest {
  private static final Duration QUIET = Duration.ofSeconds(150);

  /** The process is gone; what it held in memory too. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aDeathBeforeAnyCallChangesNothing() {
    everyCall(Pipeline.ERRORS_ONLY, (pipeline, call) -> pipeline.faults.failAt(call, Death::new));
  }

  @Test
  void aDeathAfterAnyCallChangesNothing() {
    everyCall(
        Pipeline.ERRORS_ONLY, (pipeline, call) -> pipeline.faults.failAfter(call, Death::new));
  }

  @Test
  void withBudgetsToo() {
    everyCall(Pipeline.LIMITED, (pipeline, call) -> pipeline.faults.failAt(call, Death::new));
    everyCall(Pipeline.LIMITED, (pipeline, call) -> pipeline.faults.failAfter(call, Death::new));
  }

  @Test
  void withPoliciesThatLookAtTheTrafficBeforeToo() {
    everyCall(Pipeline.OWN, 7, (pipeline, call) -> pipeline.faults.failAt(call, Death::new));
    everyCall(Pipeline.OWN, 7, (pipeline, call) -> pipeline.faults.failAfter(call, Death::new));
  }

  @Test
  void andThoseDoDecideByIt() {
    Scenario scenario = new Scenario(Pipeline.OWN);
    scenario.run();
    List<String> policies = new ArrayList<>();
    for (BucketCursor cursor : FinalizeTest.cursors(scenario.pipeline)) {
      policies.addAll(cursor.counts().keptByPolicy().keySet());
    }
    assertThat(policies).contains("slow", "each");
  }

  @Test
  void aStoreThatFailsAtAnyCallChangesNothing() {
    everyCall(
        Pipeline.ERRORS_ONLY,
        (pipeline, call) -> pipeline.faults.failAt(call, () -> new StorageException("outage")));
  }

  private interface Fault {
    void plant(Pipeline pipeline, int call);
  }

  private static void everyCall(String policy, Fault fault) {
    everyCall(policy, 1, fault);
  }

  /**
   * @param stride only every so many are tried, where each try takes long
   */
  private static void everyCall(String policy, int stride, Fault fault) {
    Scenario undisturbed = new Scenario(policy);
    undisturbed.pipeline.faults.reset();
    undisturbed.run();
    int calls = undisturbed.pipeline.faults.calls().size();
    Object expected = undisturbed.result();
    assertThat(calls).isGreaterThan(100);
    for (int call = 0; call < calls; call += stride) {
      Scenario disturbed = new Scenario(policy);
      fault.plant(disturbed.pipeline, call);
      disturbed.run();
      assertThat(disturbed.result()).as("fault at call %d", call).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Pipeline.ERRORS_ONLY, Pipeline.LIMITED, Pipeline.OWN})
  void twoFinalizersAtOnceCommitOnceAndDoubleNothing(String policy) {
    Scenario alone = new Scenario(policy);
    alone.run();
    Scenario twice = new Scenario(policy);
    twice.finish =
        pipeline -> {
          // The second one starts from what the first has not committed yet.
          FinalizeTraces other = pipeline.newFinalizer();
          long low = pipeline.lowWatermark().orElseThrow();
          boolean[] first = {true};
          other.run(
              0,
              Pipeline.LAYOUT.buckets(),
              low,
              () -> {
                if (first[0]) {
                  first[0] = false;
                  pipeline.finish();
                }
                return true;
              });
        };
    twice.run();
    assertThat(twice.result()).isEqualTo(alone.result());
  }

  @ParameterizedTest
  @ValueSource(strings = {Pipeline.ERRORS_ONLY, Pipeline.LIMITED, Pipeline.OWN})
  void batchBordersRedeliveryAndPublishersThatSendTwiceChangeNothing(String policy) {
    Scenario plain = new Scenario(policy);
    plain.run();
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Scenario moved = new Scenario(policy);
      moved.batchSize = () -> 1 + random.nextInt(9);
      moved.redeliver = random;
      moved.run();
      assertThat(moved.result()).as("seed %d", seed).isEqualTo(plain.result());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Pipeline.ERRORS_ONLY, Pipeline.LIMITED, Pipeline.OWN})
  void whoFinalizesWhichBucketsAndInHowManyRunsChangesNothing(String policy) {
    Scenario plain = new Scenario(policy);
    plain.run();
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Scenario shuffled = new Scenario(policy);
      shuffled.batchSize = () -> 1 + random.nextInt(9);
      shuffled.finish = pipeline -> finishInShares(pipeline, random);
      shuffled.run();
      assertThat(shuffled.result()).as("seed %d", seed).isEqualTo(plain.result());
    }
  }

  /** Buckets one by one, any next, each time for a step or more, by a finalizer old or new. */
  private static void finishInShares(Pipeline pipeline, Random random) {
    long low = pipeline.lowWatermark().orElseThrow();
    List<FinalizeTraces> finalizers = new ArrayList<>();
    Set<Integer> left = new TreeSet<>();
    for (int bucket = 0; bucket < Pipeline.LAYOUT.buckets(); bucket++) {
      left.add(bucket);
    }
    while (!left.isEmpty()) {
      if (finalizers.isEmpty() || random.nextInt(3) == 0) {
        finalizers.add(pipeline.newFinalizer());
      }
      int bucket = random.nextInt(Pipeline.LAYOUT.buckets());
      int[] steps = {1 + random.nextInt(3)};
      boolean done =
          finalizers
              .get(random.nextInt(finalizers.size()))
              .run(bucket, bucket + 1, low, () -> steps[0]-- > 0)
              .done();
      if (done) {
        left.remove(bucket);
      }
    }
  }

  /** Traffic over a few minutes: kept, dropped, late and revived traces. */
  private static final class Scenario {
    final Pipeline pipeline;
    final Spans spans = new Spans(5);
    final List<List<Span>> sent = new ArrayList<>();
    java.util.function.Consumer<Pipeline> finish = Pipeline::finish;
    Supplier<Integer> batchSize = () -> 3;
    Random redeliver;

    Scenario(String policy) {
      pipeline = new Pipeline(policy, 2);
    }

    void run() {
      List<Span> revived = null;
      List<Span> kept = null;
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 6; i++) {
          List<Span> trace = new ArrayList<>(spans.trace(3));
          if (i == 0) {
            trace.set(1, Spans.failed(trace.get(1)));
            kept = trace;
          } else {
            revived = trace;
          }
          sent.add(trace);
          pipeline.put(i % 2, trace.subList(0, 2));
          pipeline.put((i + 1) % 2, trace.subList(2, 3));
        }
        work();
        if (round == 1) {
          keepByHand();
        }
        Span lateError = Spans.failed(spans.child(revived.get(0), "late", "error"));
        Span late = spans.child(kept.get(0), "late", "fine");
        pipeline.put(0, List.of(lateError, late));
        revived.add(lateError);
        kept.add(late);
        work();
      }
    }

    /** One in flight and one that was dropped. */
    private void keepByHand() {
      List<Span> open = spans.trace(2);
      pipeline.put(0, open);
      survive(retry -> ingest());
      survive(retry -> pipeline.keep(open.get(0).traceId()));
      survive(retry -> pipeline.keep(sent.get(sent.size() - 2).get(0).traceId()));
      sent.add(open);
    }

    private void work() {
      survive(retry -> ingest());
      pipeline.wait(QUIET);
      survive(retry -> finish.accept(pipeline));
    }

    private void ingest() {
      for (int shard = 0; shard < 2; shard++) {
        while (pipeline.deliver(shard, batchSize.get())) {
          if (redeliver != null && redeliver.nextInt(3) == 0) {
            int from = redeliver.nextInt(pipeline.stream.records(shard).size());
            List<dev.tailspan.ingest.StreamRecord> all = pipeline.stream.records(shard);
            int read = pipeline.readUpTo(shard);
            pipeline.ingestBatch(
                all.subList(
                    Math.min(from, read - 1), Math.min(read, from + 1 + redeliver.nextInt(5))));
          }
        }
      }
    }

    private void survive(IntConsumer operation) {
      for (int attempt = 0; ; attempt++) {
        try {
          operation.accept(attempt);
          return;
        } catch (Death | StorageException e) {
          assertThat(attempt).as("a planted fault comes once").isZero();
          pipeline.restartFinalizer();
        }
      }
    }

    /** All that anybody can see. */
    Object result() {
      TreeMap<String, Object> result = new TreeMap<>();
      result.put("files", pipeline.archive.files());
      for (List<Span> trace : sent) {
        String id = trace.get(0).traceId().hex();
        var found = pipeline.find(trace.get(0).traceId());
        assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
        result.put("trace " + id, found.state());
        result.put(
            "parts " + id,
            pipeline.index.find(trace.get(0).traceId()).stream().map(TracePart::toString).toList());
      }
      List<Object> cursors = new ArrayList<>();
      for (BucketCursor c : FinalizeTest.cursors(pipeline)) {
        cursors.add(
            List.of(
                c.nextStep(),
                c.oldestOpenSlice(),
                c.policyVersion(),
                c.counts().traces(),
                c.counts().spans(),
                c.counts().keptSpans(),
                c.counts().keptByPolicy(),
                c.counts().dropped(),
                c.counts().revived(),
                c.counts().lateParts()));
      }
      result.put("cursors", cursors);
      long hour = pipeline.clock.getAsLong() / 3_600_000;
      List<String> stats = new ArrayList<>();
      for (long h = hour - 1; h <= hour; h++) {
        for (byte[] blob : pipeline.stats.newest(h)) {
          StatsCodec.decode(blob);
          stats.add(java.util.HexFormat.of().formatHex(blob));
        }
        stats.add(String.valueOf(pipeline.index.segments(h)));
      }
      Collections.sort(stats);
      result.put("stats", stats);
      return result;
    }
  }
}
