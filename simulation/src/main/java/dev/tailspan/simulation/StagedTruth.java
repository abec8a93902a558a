package dev.tailspan.simulation;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.Layout;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which spans are staged, by reading all blocks that came since the last look. */
final class StagedTruth implements AutoCloseable {
  private final StagingStore staging;
  private final Layout layout;
  private final BlockCodec codec = new BlockCodec();
  private final Set<BlockKey> seen = new HashSet<>();
  private final Set<SpanKey> spans = new HashSet<>();

  StagedTruth(StagingStore staging, Layout layout) {
    this.staging = staging;
    this.layout = layout;
  }

  /** Whether the spans of a record are staged, in slices from its arrival up to now. */
  boolean holds(Sent record, long nowMillis) {
    return has(record) || read(record.arrivalMillis(), nowMillis) && has(record);
  }

  private boolean has(Sent record) {
    return record.spans().stream().map(SpanKey::of).allMatch(spans::contains);
  }

  private boolean read(long fromMillis, long toMillis) {
    List<Integer> partitions =
        Stream.concat(
                Stream.of(Layout.SHARED_PARTITION), IntStream.range(0, layout.buckets()).boxed())
            .toList();
    for (BlockHead head :
        staging.list(layout.slice(fromMillis), layout.slice(toMillis) + 1, partitions)) {
      if (seen.add(head.key())) {
        add(head);
      }
    }
    return true;
  }

  private void add(BlockHead head) {
    byte[] block = codec.decompress(head.key().toString(), staging.content(head));
    try {
      OtlpProto.decode(block, Limits.DEFAULT).forEach(span -> spans.add(SpanKey.of(span)));
    } catch (DecodeException e) {
      throw new IllegalStateException(head.key() + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
