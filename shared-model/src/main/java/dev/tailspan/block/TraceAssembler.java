package dev.tailspan.block;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts traces together from blocks, whatever the order of these. Blocks are unpacked one after
 * another into the same memory and only the spans that are wanted are copied out, so what is held
 * is what the filter lets through. Once it has thrown it is not to be used further. Not for several
 * threads.
 */
public final class TraceAssembler {
  private static final Comparator<TraceSpans> BY_ID =
      (a, b) -> {
        int order = Long.compareUnsigned(a.high(), b.high());
        return order != 0 ? order : Long.compareUnsigned(a.low(), b.low());
      };

  private final TracesDataWalker walker = new TracesDataWalker();
  private final SpanArena arena = new SpanArena();
  private final TraceTable traces;
  private final TraceFilter filter;
  private final BlockCodec codec;
  private final HeadTable resourceHeads = new HeadTable();
  private final HeadTable scopeHeads = new HeadTable();
  private final List<StagedResource> resources = new ArrayList<>();
  private final List<StagedScope> scopes = new ArrayList<>();

  /**
   * @param maxSpansPerTrace beyond this the first ones in the order of the trace are kept and it is
   *     marked as truncated
   * @param codec used by one thread at a time, and best kept for others
   */
  public TraceAssembler(TraceFilter filter, int maxSpansPerTrace, BlockCodec codec) {
    if (maxSpansPerTrace < 1) {
      throw new IllegalArgumentException(
          "maxSpansPerTrace must be positive, but is " + maxSpansPerTrace);
    }
    this.filter = filter;
    this.codec = codec;
    this.traces = new TraceTable(maxSpansPerTrace);
  }

  /**
   * Adds the spans of a block that pass the filter.
   *
   * @param content the zstd frame
   * @throws CorruptBlockException naming the block
   */
  public void add(BlockKey key, byte[] content) {
    int size = codec.unpack(key.toString(), content);
    try {
      walker.walk(new ByteSlice(codec.unpacked(), 0, size), new Intake(key.slice()));
    } catch (DecodeException e) {
      throw new CorruptBlockException(key.toString(), e);
    }
  }

  /** Bytes of spans held, copies of the same span included. */
  public long heldBytes() {
    return arena.heldBytes();
  }

  /** Distinct traces seen. */
  public int traceCount() {
    return traces.size();
  }

  /** All traces, in the order of their ids. Ask once, at the end: the traces are made here. */
  public List<StagedTrace> traces() {
    List<TraceSpans> sorted = traces.toList();
    sorted.sort(BY_ID);
    List<StagedTrace> result = new ArrayList<>(sorted.size());
    for (TraceSpans trace : sorted) {
      result.add(trace.toTrace());
    }
    return result;
  }

  private final class Intake implements TracesDataWalker.Visitor {
    private final SpanHeader header = new SpanHeader();
    private final long slice;
    private int resource;
    private int scope;

    Intake(long slice) {
      this.slice = slice;
    }

    @Override
    public void resource(byte[] head, int length) {
      resource = resourceHeads.number(HeadTable.NO_PARENT, head, length);
      if (resource == resources.size()) {
        resources.add(new StagedResource(resourceHeads.head(resource)));
      }
    }

    @Override
    public void scope(byte[] head, int length) {
      scope = scopeHeads.number(resource, head, length);
      if (scope == scopes.size()) {
        scopes.add(new StagedScope(resources.get(resource), scopeHeads.head(scope)));
      }
    }

    @Override
    public void span(byte[] bytes, int offset, int length) throws DecodeException {
      header.read(bytes, offset, length);
      long high = header.traceIdHigh();
      long low = header.traceIdLow();
      if (!filter.test(high, low)) {
        return;
      }
      TraceSpans trace = traces.get(high, low);
      if (trace.leftOut(header.startTimeUnixNano(), slice)) {
        return;
      }
      arena.copy(bytes, offset, length, trace.isTruncated());
      int at = arena.offset();
      trace.add(
          new StagedSpan(arena.bytes(), at, length, header, at - offset, scopes.get(scope), slice));
    }
  }
}
