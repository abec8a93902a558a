package dev.tailspan.pipeline;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.contract.StoredValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A stream of several shards: records with sequence numbers and arrival times, reshards, probes.
 */
public final class ModelStream implements SpanStream {
  private final LongSupplier clock;
  private final Map<String, ModelShard> shards = new LinkedHashMap<>();
  private long sequence = 1;

  ModelStream(LongSupplier clock, int shardCount) {
    this.clock = clock;
    for (int i = 0; i < shardCount; i++) {
      shards.put(name(i), new ModelShard(List.of()));
    }
  }

  static String name(int index) {
    return String.format("shardId-%012d", index);
  }

  public StreamRecord put(int shard, byte[] data) {
    return putAt(shard, clock.getAsLong(), data);
  }

  StreamRecord putAt(int shard, long arrivalMillis, byte[] data) {
    ModelShard target = shards.get(name(shard));
    StreamRecord record =
        new StreamRecord(name(shard), StoredValues.sequenceNumber(sequence++), arrivalMillis, data);
    target.records.add(record);
    return record;
  }

  /** Closes a shard; its records stay readable, new ones go to the child. */
  int split(int shard) {
    int child = shards.size();
    shards.get(name(shard)).closed = true;
    shards.put(name(child), new ModelShard(List.of(name(shard))));
    return child;
  }

  List<StreamRecord> records(int shard) {
    return shards.get(name(shard)).records;
  }

  int shardCount() {
    return shards.size();
  }

  @Override
  public List<Shard> shards() {
    return shards.entrySet().stream()
        .map(e -> new Shard(e.getKey(), e.getValue().parents, e.getValue().closed))
        .toList();
  }

  @Override
  public Probe probe(String shardId, String afterSequenceNumber) {
    ModelShard shard = shards.get(shardId);
    boolean more =
        shard.records.stream().anyMatch(r -> r.sequenceNumber().compareTo(afterSequenceNumber) > 0);
    return new Probe(clock.getAsLong(), !more, !more && shard.closed);
  }

  private static final class ModelShard {
    final List<String> parents;
    final List<StreamRecord> records = new ArrayList<>();
    boolean closed;

    ModelShard(List<String> parents) {
      this.parents = parents;
    }
  }
}
