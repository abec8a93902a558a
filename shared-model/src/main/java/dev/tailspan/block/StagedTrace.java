package dev.tailspan.block;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace, each once, sorted by start, span id, kind and content hash (all
 * unsigned). The same spans in any order, cut into any blocks, received any number of times, give
 * the same trace; {@link #asReceived} alone leaves them as they came.
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
      long firstReceivedSlice,
      long lastReceivedSlice) {
    long last = Long.MIN_VALUE;
    long size = 0;
    long sum = 0;
    for (StagedSpan span : sorted) {
      last = Math.max(last, span.slice());
      size += span.encodedSize();
      sum += span.copies;
    }
    this.spans = List.of(sorted);
    this.received = received;
    this.copies = sum;
    this.conflicting = conflicting;
    this.truncated = truncated;
    this.firstSlice = firstReceivedSlice;
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
    Builder trace = new Builder();
    trace.add(spans, slice);
    return trace.build();
  }

  /** Puts a trace together from spans that come piece by piece, of which it keeps the bytes. */
  public static final class Builder {
    private final TracesDataWalker walker = new TracesDataWalker();
    private @Nullable TraceSpans collected;

    /**
     * Adds spans, all in that slice.
     *
     * @throws IllegalArgumentException when they are of another trace, or of several
     */
    public void add(Collection<Span> spans, long slice) {
      for (Span span : spans) {
        TraceId id = span.traceId();
        if (collected == null) {
          collected = new TraceSpans(id.high(), id.low(), Integer.MAX_VALUE - 16);
        }
        if (!collected.isOf(id.high(), id.low())) {
          throw new IllegalArgumentException(
              "spans of one trace wanted, but they are of "
                  + new TraceId(collected.high(), collected.low())
                  + " and "
                  + id);
        }
      }
      if (collected != null) {
        collect(spans, slice, collected);
      }
    }

    private void collect(Collection<Span> spans, long slice, TraceSpans to) {
      try {
        walker.walk(ByteSlice.of(OtlpProto.encode(spans)), new Staging(to::add, slice));
      } catch (DecodeException e) {
        throw new IllegalStateException("what was just encoded cannot be read", e);
      }
    }

    /**
     * The trace, each span once.
     *
     * @throws IllegalArgumentException when there is no span
     */
    public StagedTrace build() {
      if (collected == null) {
        throw new IllegalArgumentException("a trace has at least one span");
      }
      return collected.toTrace();
    }
  }

  /**
   * The traces in this payload as the Collector's {@code tail_sampling} sees them: in the order of
   * their first spans, spans in the order they came, those received twice there twice, and every
   * ResourceSpans a resource of its own. All in slice 0.
   *
   * @param payload well-formed {@code TracesData}, in the order of arrival
   * @throws DecodeException when a trace id is neither of 16 bytes nor missing; a missing one is
   *     the all-zero id, a trace like any other to the Collector
   */
  public static List<StagedTrace> asReceived(Collection<ByteSlice> payload) throws DecodeException {
    Map<TraceId, List<StagedSpan>> spans = new LinkedHashMap<>();
    TracesDataWalker walker = new TracesDataWalker();
    for (ByteSlice tracesData : payload) {
      walker.walk(
          tracesData,
          new Staging(s -> spans.computeIfAbsent(s.traceId(), id -> new ArrayList<>()).add(s), 0));
    }
    return spans.values().stream().map(StagedTrace::inOrder).toList();
  }

  private static StagedTrace inOrder(List<StagedSpan> spans) {
    return new StagedTrace(
        spans.toArray(new StagedSpan[0]), spans.size(), haveConflict(spans), false, 0, 0);
  }

  private static boolean haveConflict(List<StagedSpan> spans) {
    List<StagedSpan> sorted = new ArrayList<>(spans);
    sorted.sort(StagedSpan.BY_IDENTITY);
    for (int i = 1; i < sorted.size(); i++) {
      StagedSpan span = sorted.get(i);
      StagedSpan before = sorted.get(i - 1);
      if (span.sharesIdWith(before) && !span.isCopyOf(before)) {
        return true;
      }
    }
    return false;
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

  /** The slice its first span arrived in, be it one that was left out. */
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
    return TraceSize.of(spans).tracesData();
  }

  /** Bytes of its ResourceSpans, without the tags and lengths that part them. */
  public long resourceSpansSize() {
    return TraceSize.of(spans).resourceSpans();
  }

  @Override
  public String toString() {
    return "trace " + id() + " of " + spans.size() + " spans";
  }

  private static final class Staging implements TracesDataWalker.Visitor {
    private final SpanHeader header = new SpanHeader();
    private final Consumer<StagedSpan> into;
    private final long slice;
    private StagedResource resource = new StagedResource(new byte[0]);
    private StagedScope scope = new StagedScope(resource, new byte[0]);

    Staging(Consumer<StagedSpan> into, long slice) {
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
      int idLength = header.traceIdLength();
      if (idLength != 0 && idLength != TraceId.BYTES) {
        throw new DecodeException(
            DecodeException.Reason.MALFORMED,
            "a span has a trace id of " + idLength + " bytes in place of " + TraceId.BYTES);
      }
      into.accept(new StagedSpan(bytes, offset, length, header, 0, scope, slice));
    }
  }
}
