package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.CorruptBlockException;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a step that is too large for memory into passes over ranges of trace ids. Ranges, and not
 * hashes, so that the archive still gets its traces in order: in how many passes a step was worked
 * on cannot be told from what it wrote. Their borders come from the ids that are there, as ids that
 * begin with a time or with zeros are anything but evenly spread.
 */
final class LoadPlan {
  /** Packed, what is read again and again is some seventh of what it is in memory. */
  private static final int PACKED_SHARE = 4;

  private LoadPlan() {}

  static List<TraceFilter> passes(
      List<BlockHead> heads,
      StagedSlices slices,
      BlockCodec codec,
      TraceFilter ours,
      long maxBytes) {
    long bytes = heads.stream().mapToLong(BlockHead::rawBytes).sum();
    if (bytes <= maxBytes) {
      return List.of(ours);
    }
    slices.holdForRereading(maxBytes / PACKED_SHARE);
    Weights weights = new Weights(ours);
    for (BlockHead head : heads) {
      weights.weigh(head, codec.decompress(head.key().toString(), slices.content(head)));
    }
    return cut(new TreeMap<>(weights.bytesById), maxBytes).stream().map(ours::and).toList();
  }

  /** Every range stays within the bound, but one that is a single large trace. */
  static List<TraceFilter> cut(SortedMap<TraceId, Long> bytesById, long maxBytes) {
    List<TraceFilter> ranges = new ArrayList<>();
    TraceId from = null;
    long sum = 0;
    for (Map.Entry<TraceId, Long> trace : bytesById.entrySet()) {
      if (sum > 0 && sum + trace.getValue() > maxBytes) {
        ranges.add(between(from, trace.getKey()));
        from = trace.getKey();
        sum = 0;
      }
      sum += trace.getValue();
    }
    ranges.add(between(from, null));
    return ranges;
  }

  /** Ids from (inclusive) to (exclusive); null is no bound. */
  private static TraceFilter between(@Nullable TraceId from, @Nullable TraceId to) {
    return (high, low) ->
        (from == null || compare(high, low, from) >= 0)
            && (to == null || compare(high, low, to) < 0);
  }

  private static int compare(long high, long low, TraceId bound) {
    int order = Long.compareUnsigned(high, bound.high());
    return order != 0 ? order : Long.compareUnsigned(low, bound.low());
  }

  /** Adds up the bytes of each trace; sorted only once all are known, as spans are many more. */
  private static final class Weights implements TracesDataWalker.Visitor {
    final Map<TraceId, Long> bytesById = new HashMap<>();
    private final TracesDataWalker walker = new TracesDataWalker();
    private final SpanHeader header = new SpanHeader();
    private final TraceFilter ours;

    Weights(TraceFilter ours) {
      this.ours = ours;
    }

    void weigh(BlockHead head, byte[] tracesData) {
      try {
        walker.walk(ByteSlice.of(tracesData), this);
      } catch (DecodeException e) {
        throw new CorruptBlockException(head.key().toString(), e);
      }
    }

    @Override
    public void resource(byte[] head, int length) {}

    @Override
    public void scope(byte[] head, int length) {}

    @Override
    public void span(byte[] bytes, int offset, int length) throws DecodeException {
      header.read(bytes, offset, length);
      if (ours.test(header.traceIdHigh(), header.traceIdLow())) {
        bytesById.merge(
            new TraceId(header.traceIdHigh(), header.traceIdLow()), (long) length, Long::sum);
      }
    }
  }
}
