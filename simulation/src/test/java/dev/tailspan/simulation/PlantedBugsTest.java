package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.logging.LogManager;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds these bugs, each within so many seeds. */
class PlantedBugsTest {
  private static final int SEEDS = 200;
  private static final String MODEL = "shared-model/src/main/java/dev/tailspan/";
  private static final String STORES = "stores/src/main/java/dev/tailspan/stores/";
  private static final String FINALIZE =
      "functions/finalize/src/main/java/dev/tailspan/functions/finalize/FinalizeHandler.java";

  @BeforeAll
  static void doNotLogFaults() {
    LogManager.getLogManager().reset();
  }

  static List<Mutant> bugs() {
    return List.of(
        Mutant.of(
            "a block's key names only its first record",
            STORES + "dynamodb/DynamoDbStagingStore.java",
            "String.join(\"#\", key.shardId(), first, ending(first, last), key.contentHash())",
            "String.join(\"#\", key.shardId(), first, ending(first, first), \"0\")"),
        Mutant.of(
            "quietness goes by the times of spans",
            MODEL + "decide/DueTraces.java",
            "trace.lastSlice() < endSlice - quietSlices",
            "trace.spans().stream().mapToLong(s -> s.decode().endTimeUnixNano() / 1_000_000)"
                + ".map(settings.layout()::slice).max().orElse(0) < endSlice - quietSlices"),
        Mutant.of(
            "quietness goes by the function's clock",
            FINALIZE,
            "OptionalLong low = watermark.compute(nowMillis.getAsLong());",
            "watermark.compute(nowMillis.getAsLong());"
                + " OptionalLong low = OptionalLong.of(nowMillis.getAsLong());"),
        Mutant.of(
            "a trace that goes on is left for later, without a maximum age",
            MODEL + "decide/DueTraces.java",
            "|| first <= endSlice - settings.maxAgeSlices();",
            ";"),
        Mutant.of(
            "the cursor is committed before the step is written",
            MODEL + "decide/BucketRun.java",
            "DecidedSet set = decision.write();",
            "",
            "if (commit(next)) {\n        decided.add(set);",
            "if (commit(next)) {\n        decided.add(decision.write());"),
        Mutant.of(
            "the index is written before the archive",
            MODEL + "decide/StepOutput.java",
            "parts.addAll(parts(writer.finish()));",
            "String file = new ArchiveStore.Partition(settings.hour(step), cursor.bucket(), step)"
                + ".file(0, \"0000000000000000\");\n"
                + "stores.index().put(archived.stream().map(entry -> new TracePart(entry.traceId(),"
                + " step, entry.sampling(), entry.summary(),"
                + " List.of(new TracePart.Place(file, 1, 0, 0, 0, 1)))).toList(), expiresAt);\n"
                + "parts.addAll(parts(writer.finish()));"),
        Mutant.of(
            "the watermark is written before the batch is staged",
            MODEL + "ingest/IngestBatch.java",
            "    batch.stage(staging, nowEpochSecond + settings.stagingTtlSeconds());\n",
            "",
            "settings.slackMillis());\n",
            "settings.slackMillis());\n"
                + "    batch.stage(staging, nowEpochSecond + settings.stagingTtlSeconds());\n"),
        Mutant.of(
            "a batch is acknowledged before it is staged",
            MODEL + "ingest/IngestBatch.java",
            "private final RecordDecoder decoder;",
            "private final RecordDecoder decoder;\n  private Runnable acknowledged = () -> {};",
            "batch.stage(staging, nowEpochSecond + settings.stagingTtlSeconds());",
            "acknowledged.run();\n    acknowledged = () ->"
                + " batch.stage(staging, nowEpochSecond + settings.stagingTtlSeconds());"),
        Mutant.of(
            "the watermark has no slack for arrival times",
            MODEL + "ingest/ShardBatch.java",
            "stagedUpTo() - slackMillis, false",
            "stagedUpTo(), false"),
        Mutant.of(
            "unprocessed items are dropped",
            STORES + "dynamodb/BatchWriter.java",
            "left = table.putSome(left);\n        if (left.isEmpty()) {",
            "table.putSome(left);\n        if (!left.isEmpty()) {"),
        Mutant.of(
            "what could not be staged is acknowledged",
            MODEL + "ingest/ShardBatch.java",
            "failedFrom = Math.min(failedFrom, firstRecordOf(unstaged));",
            ""),
        Mutant.of(
            "staged blocks live shorter than the quiet period",
            MODEL + "ingest/IngestBatch.java",
            "nowEpochSecond + settings.stagingTtlSeconds()",
            "nowEpochSecond + 5"),
        Mutant.of(
            "what was decided before is forgotten",
            MODEL + "decide/DecidedTraces.java",
            "if (!known.mayContain(id)) {",
            "if (id != null) {"),
        Mutant.of(
            "a late error does not bring a dropped trace back",
            MODEL + "decide/StepDecision.java",
            "sampling(whole.id(), judge(whole)).ifPresent(sampling -> output.revive(whole,"
                + " sampling));",
            "judge(whole);"),
        Mutant.of(
            "a lookup reads the index before the cursor",
            MODEL + "lookup/FindTrace.java",
            "Optional<BucketCursor> cursor = stores.decisions().cursor(layout.bucket(id));\n"
                + "    List<TracePart> parts = stores.index().find(id);",
            "List<TracePart> parts = stores.index().find(id);\n"
                + "    Optional<BucketCursor> cursor ="
                + " stores.decisions().cursor(layout.bucket(id));"),
        Mutant.of(
            "a lookup leaves out what came late to a kept trace",
            MODEL + "lookup/FindTrace.java",
            "open.ifPresent(late -> whole.add(decode(late), 0));",
            ""),
        Mutant.of(
            "a probe that is not at the end of its shard counts",
            MODEL + "decide/LowWatermark.java",
            "(probe.caughtUp() ? 0 : maxRecordAgeMillis)",
            "0"),
        Mutant.of(
            "two finalizers both commit",
            STORES + "dynamodb/DynamoDbDecisionStore.java",
            "if (next.revision() == 0) {\n      return",
            "if (next.revision() > 0) {\n      table.put(item);\n      return true;\n    }\n"
                + "    if (next.revision() == 0) {\n      return"),
        Mutant.of(
            "a closed shard is taken for one that was read to its end",
            MODEL + "decide/LowWatermark.java",
            "if (at.finished()\n",
            "if (shard.closed()) {\n"
                + "      return new ShardWatermark(shard.id(), \"\", Long.MAX_VALUE, true);\n"
                + "    }\n    if (at.finished()\n"),
        Mutant.of(
            "an empty answer of Kinesis is taken for the end",
            STORES + "kinesis/KinesisSpanStream.java",
            "if (behind != null && behind == 0) {",
            "if (behind != null) {"),
        Mutant.of(
            "a span that was sent twice is kept twice",
            MODEL + "block/TraceSpans.java",
            "if (before != null && span.isCopyOf(before)) {",
            "if (before != null && span.isCopyOf(before) && span.slice() == 0) {"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Mutant bug, @TempDir Path folder) throws Exception {
    LongFunction<String> simulation = bug.plant(folder);
    String found =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> seed + ": " + simulation.apply(seed))
            .filter(message -> !message.endsWith(": "))
            .findFirst()
            .orElse("");
    System.out.println(bug.name() + ": seed " + found);
    assertThat(found).as("found within %s seeds", SEEDS).isNotEmpty();
  }
}
