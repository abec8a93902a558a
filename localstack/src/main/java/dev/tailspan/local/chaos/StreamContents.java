package dev.tailspan.local.chaos;

import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.kinesis.ShardReader.PageView;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.RecordDecoder;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the stream accepted, read from the stream itself: of what a publisher had no answer to, it
 * knows nothing.
 *
 * @param spans ids of the spans of each trace
 * @param poison records that are none of ours, as {@code shard/sequence number}
 * @param deliveries spans, one that a publisher sent again counting again
 */
record StreamContents(Map<TraceId, Set<SpanId>> spans, Set<String> poison, long deliveries) {
  private static final int PAGE = 1000;
  private static final long PAGE_BYTES = 4 << 20;

  /**
   * Reads all of it.
   *
   * @param wanted of which traces
   */
  static StreamContents read(ShardReader reader, Predicate<TraceId> wanted) {
    Reading reading = new Reading(wanted);
    for (ShardView shard : reader.shards()) {
      String after = reader.beforeOldest(shard.shardId());
      PageView page = reader.readAfter(shard.shardId(), after, PAGE, PAGE_BYTES);
      while (!page.records().isEmpty()) {
        page.records().forEach(record -> reading.take(shard.shardId(), record));
        after = page.records().get(page.records().size() - 1).sequenceNumber();
        page = reader.readAfter(shard.shardId(), after, PAGE, PAGE_BYTES);
      }
    }
    return new StreamContents(reading.spans, reading.poison, reading.deliveries);
  }

  private static final class Reading implements TracesDataWalker.Visitor {
    final Map<TraceId, Set<SpanId>> spans = new HashMap<>();
    final Set<String> poison = new HashSet<>();
    private final Predicate<TraceId> wanted;
    private final RecordDecoder decoder = new RecordDecoder(Limits.DEFAULT);
    private final TracesDataWalker walker = new TracesDataWalker();
    private final SpanHeader header = new SpanHeader();
    private long deliveries;

    Reading(Predicate<TraceId> wanted) {
      this.wanted = wanted;
    }

    void take(String shardId, RecordView record) {
      try {
        for (ByteSlice tracesData : decoder.decode(record.data())) {
          walker.walk(tracesData, this);
        }
      } catch (DecodeException e) {
        poison.add(shardId + "/" + record.sequenceNumber());
      }
    }

    @Override
    public void resource(byte[] head, int length) {}

    @Override
    public void scope(byte[] head, int length) {}

    @Override
    public void span(byte[] bytes, int offset, int length) throws DecodeException {
      header.read(bytes, offset, length);
      TraceId id = new TraceId(header.traceIdHigh(), header.traceIdLow());
      if (wanted.test(id)) {
        deliveries++;
        spans.computeIfAbsent(id, trace -> new HashSet<>()).add(new SpanId(header.spanId()));
      }
    }
  }
}
