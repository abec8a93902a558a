package dev.tailspan.publisher.export;

import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.model.Span;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.List;

/** Records read by the code that Tailspan's ingest reads them with. */
public final class Records {
  private Records() {}

  static List<Span> spans(byte[] record) {
    try {
      List<Span> spans = new ArrayList<>();
      for (ByteSlice request : new RecordDecoder(Limits.DEFAULT).decode(record)) {
        spans.addAll(OtlpProto.decode(request, Limits.DEFAULT));
      }
      return spans;
    } catch (DecodeException e) {
      throw new AssertionError("a record that ingest would refuse", e);
    }
  }

  static List<String> ids(byte[] record) {
    return spans(record).stream().map(span -> span.spanId().hex()).toList();
  }

  /** All there is on a stream. */
  public static List<RecordView> on(KinesisStandIn kinesis, String stream) {
    ShardReader reader = kinesis.reader(stream);
    List<RecordView> records = new ArrayList<>();
    for (ShardView shard : reader.shards()) {
      String oldest = reader.beforeOldest(shard.shardId());
      records.addAll(
          reader.readAfter(shard.shardId(), oldest, Integer.MAX_VALUE, Long.MAX_VALUE).records());
    }
    return records;
  }

  /** The spans of all there is on a stream. */
  public static List<Span> spansOn(KinesisStandIn kinesis, String stream) {
    return on(kinesis, stream).stream().flatMap(record -> spans(record.data()).stream()).toList();
  }
}
