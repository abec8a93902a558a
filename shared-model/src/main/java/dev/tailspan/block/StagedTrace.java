package dev.tailspan.block;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The spans of one trace, each once, sorted by start, span id, kind and content hash (all
 * unsigned). The same spans in any order, cut into any blocks, received any number of times, give
 * the same trace.
 */
public final class StagedTrace {
  private final List<StagedSpan> spans;
  private final long received;
  private final long copies;
  private final boolean conflicting;
  private final boolean truncated;
  private final long firstSlice;
  private final long lastSlice;
  private final long encodedSize;

  /** Takes over the array, which holds at least one span. */
  StagedTrace(
      StagedSpan[] sorted,
      long received,
      boolean conflicting,
      boolean truncated,
      long lastReceivedSlice) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long size = 0;
    long sum = 0;
    for (StagedSpan span : sorted) {
      first = Math.min(first, span.slice());
      last = Math.max(last, span.slice());
      size += span.encodedSize();
      sum += span.copies;
    }
    this.spans = List.of(sorted);
    this.received = received;
    this.copies = sum;
    this.conflicting = conflicting;
    this.truncated = truncated;
    this.firstSlice = first;
    this.lastSlice = truncated ? lastReceivedSlice : last;
    this.encodedSize = size;
  }

  /**
   * The trace of these spans, all in slice 0; for tests, replay and the archive.
   *
   * @throws IllegalArgumentException when there is no span or they are of several traces
   */
  public static StagedTrace of(Collection<Span> spans) {
    return of(spans, 0);
  }

  /**
   * The trace of these spans, all in that slice.
   *
   * @throws IllegalArgumentException when there is no span or they are of several traces
   */
  public static StagedTrace of(Collection<Span> spans, long slice) {
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("a trace has at least one span");
    }
    TraceId id = spans.iterator().next().traceId();
    for (Span span : spans) {
      if (!span.traceId().equals(id)) {
        throw new IllegalArgumentException(
            "spans of one trace wanted, but they are of " + id + " and " + span.traceId());
      }
    }
    TraceSpans collected = new TraceSpans(id.high(), id.low(), Integer.MAX_VALUE - 16);
    try {
      new TracesDataWalker()
          .walk(ByteSlice.of(OtlpProto.encode(spans)), new Staging(collected, slice));
    } catch (DecodeException e) {
      throw new IllegalStateException("what was just encoded cannot be read", e);
    }
    return collected.toTrace();
  }

  public TraceId id() {
    return spans.get(0).traceId();
  }

  public List<StagedSpan> spans() {
    return spans;
  }

  /** Copies that were received of the spans here, beyond the first of each. */
  public long duplicates() {
    return copies - spans.size();
  }

  /** Whether two spans of different content have the same span id and kind. */
  public boolean hasConflictingSpans() {
    return conflicting;
  }

  /** Whether it has more spans than the cap, of which the first are here. */
  public boolean isTruncated() {
    return truncated;
  }

  /** Deliveries of spans beyond the cap; one that was delivered twice counts twice. */
  public long leftOut() {
    return received - copies;
  }

  /** The slice its first span arrived in. */
  public long firstSlice() {
    return firstSlice;
  }

  /**
   * The slice its last span arrived in, copies of spans that were there before not counting. Of a
   * truncated trace they do count, as nobody remembers what was left out.
   */
  public long lastSlice() {
    return lastSlice;
  }

  /** Bytes of the spans, without resources and scopes. */
  public long encodedSize() {
    return encodedSize;
  }

  /**
   * Bytes of the trace as one {@code TracesData} in which no resource and no scope is repeated, as
   * the Collector's marshaler would write it. Computed anew each time.
   */
  public long tracesDataSize() {
    return TraceSize.of(spans);
  }

  @Override
  public String toString() {
    return "trace " + id() + " of " + spans.size() + " spans";
  }

  private static final class Staging implements TracesDataWalker.Visitor {
    private final SpanHeader header = new SpanHeader();
    private final TraceSpans into;
    private final long slice;
    private StagedResource resource = new StagedResource(new byte[0]);
    private StagedScope scope = new StagedScope(resource, new byte[0]);

    Staging(TraceSpans into, long slice) {
      this.into = into;
      this.slice = slice;
    }

    @Override
    public void resource(byte[] head, int length) {
      resource = new StagedResource(Arrays.copyOf(head, length));
    }

    @Override
    public void scope(byte[] head, int length) {
      scope = new StagedScope(resource, Arrays.copyOf(head, length));
    }

    @Override
    public void span(byte[] bytes, int offset, int length) throws DecodeException {
      header.read(bytes, offset, length);
      into.add(new StagedSpan(bytes, offset, length, header, 0, scope, slice));
    }
  }
}
