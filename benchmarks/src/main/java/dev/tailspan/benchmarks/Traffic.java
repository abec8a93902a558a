package dev.tailspan.benchmarks;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one shard delivers, batch after batch, in simulated time: whole traces of 10 spans, encoded
 * as OTLP protobuf.
 *
 * @param name what it is called in the output
 * @param shards shards that get the same traffic each
 * @param tracesPerRecord traces in one record; 50 make a record of 250 KB, as a Collector sends
 * @param recordsPerBatch records in one invocation
 * @param batchMillis from one batch of a shard to its next
 * @param without an attribute that spans are without, to bring them to 500 bytes
 */
record Traffic(
    String name,
    int shards,
    int tracesPerRecord,
    int recordsPerBatch,
    long batchMillis,
    Optional<String> without) {
  static final int SPANS_PER_TRACE = 10;

  /** An invocation's payload: 6 MB of JSON, of which this is the part around each record's data. */
  private static final int PAYLOAD_BYTES = 6 * 1024 * 1024;

  private static final int RECORD_ENVELOPE_BYTES = 600;
  private static final int MAX_RECORDS = 10_000;
  private static final long SHARD_BYTES_PER_SECOND = 1024 * 1024;

  /** Shards at their limit of 1 MB/s, and batches as large as the mapping makes them. */
  static Traffic fullLoad(int shards, int tracesPerRecord) {
    int bytes = OtlpProto.encode(TestTraces.traces(0, tracesPerRecord)).length;
    int inPayload = RECORD_ENVELOPE_BYTES + (bytes + 2) / 3 * 4;
    int records = Math.min(MAX_RECORDS, Math.max(1, PAYLOAD_BYTES / inPayload));
    long millis = 1000L * records * bytes / SHARD_BYTES_PER_SECOND;
    return new Traffic("full load", shards, tracesPerRecord, records, millis, Optional.empty());
  }

  /** A shard at a quarter of its limit: the mapping's window of ten seconds ends a batch. */
  static Traffic normal() {
    return new Traffic("normal load", 1, 50, 10, 10_000, Optional.empty());
  }

  /**
   * One shard with a record of so many traces in each batch. A record of 100 spans has as many
   * resources as one of 500, so the spans are a little smaller, and 500 bytes with their share.
   */
  static Traffic trickle(long batchMillis, int traces) {
    return new Traffic("trickle", 1, traces, 1, batchMillis, Optional.of("thread.id"));
  }

  int tracesPerBatch() {
    return tracesPerRecord * recordsPerBatch;
  }

  int spansPerBatch() {
    return tracesPerBatch() * SPANS_PER_TRACE;
  }

  static String shardId(int shard) {
    return "shardId-%012d".formatted(shard);
  }

  /**
   * The n-th batch of all shards together, their turns one after another.
   *
   * @param startMillis when the first batch begins
   */
  List<StreamRecord> batch(long n, long startMillis) {
    int shard = (int) (n % shards);
    long from = arrivesFrom(n, startMillis);
    List<StreamRecord> records = new ArrayList<>(recordsPerBatch);
    for (int i = 0; i < recordsPerBatch; i++) {
      long number = n * recordsPerBatch + i;
      records.add(
          new StreamRecord(
              shardId(shard),
              sequenceNumber(number),
              from + batchMillis * i / recordsPerBatch,
              record((int) number * tracesPerRecord)));
    }
    return records;
  }

  private byte[] record(int firstTrace) {
    return OtlpProto.encode(
        TestTraces.traces(firstTrace, tracesPerRecord).stream().map(this::asSent).toList());
  }

  /** Of a kind that goes with what made it: by chance, a shop would have 125 operations, not 50. */
  private Span asSent(Span span) {
    boolean server = span.scope().name().contains("tomcat");
    List<KeyValue> attributes =
        span.attributes().entries().stream()
            .filter(attribute -> !without.equals(Optional.of(attribute.key())))
            .toList();
    return span.toBuilder()
        .kind(server ? SpanKind.SERVER : SpanKind.CLIENT)
        .attributes(new Attributes(attributes))
        .build();
  }

  /** Shards are a part of a batch's length apart, so that their batches do not end together. */
  private long arrivesFrom(long n, long startMillis) {
    return startMillis + n / shards * batchMillis + n % shards * batchMillis / shards;
  }

  /** When the n-th batch is complete. */
  long completeAt(long n, long startMillis) {
    return arrivesFrom(n, startMillis) + batchMillis;
  }

  /** As long as Kinesis' own are: 56 digits. */
  static String sequenceNumber(long number) {
    return "49" + "%054d".formatted(6_000_000_000_000L + number);
  }
}
