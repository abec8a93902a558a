package dev.tailspan.trace;

import com.github.luben.zstd.Zstd;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.model.Span;
import dev.tailspan.wire.OtlpProto;
import java.util.List;
import java.util.Map;

/** A trace whose spans arrived in several slices, put together from blocks as in production. */
final class TraceSlices {
  private TraceSlices() {}

  static StagedTrace of(Map<Long, List<Span>> spansBySlice) {
    try (BlockCodec codec = new BlockCodec()) {
      TraceAssembler assembler = new TraceAssembler((high, low) -> true, 1_000_000, codec);
      spansBySlice.forEach(
          (slice, spans) ->
              assembler.add(
                  new BlockKey(slice, 0, "shard", "1", "2", "hash"),
                  Zstd.compress(OtlpProto.encode(spans))));
      return assembler.traces().get(0);
    }
  }
}
