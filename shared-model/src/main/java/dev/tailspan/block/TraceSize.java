package dev.tailspan.block;

import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.ProtoReader;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes of spans as one {@code TracesData}, one ResourceSpans per resource and one ScopeSpans per
 * scope, counted as the Collector's pdata writes it: resource, scope, status and parent id are
 * there even when empty.
 */
final class TraceSize {
  private static final int PARENT_SPAN_ID = 4;
  private static final int STATUS = 15;

  /** A tag and a length of 0. */
  private static final int EMPTY = 2;

  private final Map<StagedScope, long[]> scopes = new IdentityHashMap<>();
  private final ProtoReader reader = new ProtoReader();

  private TraceSize() {}

  static long of(List<StagedSpan> spans) {
    TraceSize size = new TraceSize();
    for (StagedSpan span : spans) {
      size.scopes.computeIfAbsent(span.scope(), s -> new long[1])[0] += framed(size.spanSize(span));
    }
    Map<StagedResource, long[]> resources = new IdentityHashMap<>();
    size.scopes.forEach(
        (scope, spanBytes) ->
            resources.computeIfAbsent(scope.resource(), r -> new long[1])[0] +=
                framed(head(scope.headSize()) + spanBytes[0]));
    long sum = 0;
    for (Map.Entry<StagedResource, long[]> resource : resources.entrySet()) {
      sum += framed(head(resource.getKey().headSize()) + resource.getValue()[0]);
    }
    return sum;
  }

  private static long head(int size) {
    return size == 0 ? EMPTY : size;
  }

  private long spanSize(StagedSpan span) {
    long size = (long) span.encodedSize() + 2 * EMPTY;
    try {
      span.read(reader);
      while (reader.hasMore()) {
        int tag = reader.readTag();
        int field = tag >>> 3;
        size -= field == PARENT_SPAN_ID || field == STATUS ? EMPTY : 0;
        reader.skip(tag);
      }
    } catch (DecodeException e) {
      throw new CorruptBlockException("span " + span.spanId() + " of trace " + span.traceId(), e);
    }
    return size;
  }

  /** With its tag and its length in front. */
  private static long framed(long size) {
    return 1 + (70 - Long.numberOfLeadingZeros(size | 1)) / 7 + size;
  }
}
