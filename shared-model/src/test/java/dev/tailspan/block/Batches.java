package dev.tailspan.block;

import dev.tailspan.model.Span;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Records and batches for tests, and traces put together from blocks. */
public final class Batches {
  /** Eight buckets, slices of ten seconds. */
  public static final Layout LAYOUT = new Layout(8, 10_000);

  private Batches() {}

  /** A record on a stream. */
  public record Received(String sequenceNumber, long arrivalMillis, byte[] data) {}

  /** A cutter of plain OTLP protobuf. */
  public static BatchCutter cutter(BlockCodec codec, BlockSizes sizes) {
    return new BatchCutter(
        LAYOUT, Limits.DEFAULT, "shard-0", r -> List.of(ByteSlice.of(r)), codec, sizes);
  }

  /**
   * Spans in random order, in records of up to {@code perRecord}, with a minute of arrival times.
   */
  public static List<Received> records(List<Span> spans, int perRecord, Random random) {
    List<Span> shuffled = new ArrayList<>(spans);
    Collections.shuffle(shuffled, random);
    List<Received> records = new ArrayList<>();
    int at = 0;
    while (at < shuffled.size()) {
      int end = Math.min(shuffled.size(), at + 1 + random.nextInt(perRecord));
      records.add(
          new Received(
              Integer.toString(9_990 + records.size()),
              1_000_000 + random.nextInt(60_000),
              OtlpProto.encode(shuffled.subList(at, end))));
      at = end;
    }
    return records;
  }

  /** Cuts records into blocks, in batches of up to {@code perBatch}. */
  public static List<Block> cut(
      List<Received> records, int perBatch, Random random, BlockCodec codec, BlockSizes sizes)
      throws DecodeException {
    List<Block> blocks = new ArrayList<>();
    int at = 0;
    while (at < records.size()) {
      int end = Math.min(records.size(), at + 1 + random.nextInt(perBatch));
      BatchCutter cutter = cutter(codec, sizes);
      for (Received record : records.subList(at, end)) {
        cutter.add(record.sequenceNumber(), record.arrivalMillis(), record.data());
      }
      blocks.addAll(cutter.cut());
      at = end;
    }
    return blocks;
  }

  /** The traces of all blocks. */
  public static List<StagedTrace> assemble(List<Block> blocks, BlockCodec codec) {
    return assemble(blocks, codec, TraceFilter.all(), 1_000_000);
  }

  public static List<StagedTrace> assemble(
      List<Block> blocks, BlockCodec codec, TraceFilter filter, int cap) {
    TraceAssembler assembler = new TraceAssembler(filter, cap, codec);
    blocks.forEach(block -> assembler.add(block.key(), block.content()));
    return assembler.traces();
  }

  /** All that can be seen of traces but the number of copies, to be compared. */
  public static List<String> describe(List<StagedTrace> traces) {
    List<String> lines = new ArrayList<>();
    for (StagedTrace trace : traces) {
      lines.add(
          trace
              + (trace.hasConflictingSpans() ? " conflicting" : "")
              + (trace.isTruncated() ? " truncated" : "")
              + " slices "
              + trace.firstSlice()
              + "-"
              + trace.lastSlice());
      trace.spans().forEach(s -> lines.add(s + " " + s.contentHash() + " " + s.decode()));
    }
    return lines;
  }
}
