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
 *
 * @param tracesData of the whole
 * @param resourceSpans of the ResourceSpans alone, without their tags and lengths
 */
record TraceSize(long tracesData, long resourceSpans) {
  private static final int PARENT_SPAN_ID = 4;
  private static final int STATUS = 15;

  /** A tag and a length of 0. */
  private static final int EMPTY = 2;

  static TraceSize of(List<StagedSpan> spans) {
    Map<StagedScope, long[]> scopes = new IdentityHashMap<>();
    ProtoReader reader = new ProtoReader();
    for (StagedSpan span : spans) {
      scopes.computeIfAbsent(span.stagedScope(), s -> new long[1])[0] +=
          framed(spanSize(span, reader));
    }
    Map<StagedResource, long[]> resources = new IdentityHashMap<>();
    scopes.forEach(
        (scope, spanBytes) ->
            resources.computeIfAbsent(scope.resource(), r -> new long[1])[0] +=
                framed(head(scope.headSize()) + spanBytes[0]));
    long tracesData = 0;
    long resourceSpans = 0;
    for (Map.Entry<StagedResource, long[]> resource : resources.entrySet()) {
      long size = head(resource.getKey().headSize()) + resource.getValue()[0];
      resourceSpans += size;
      tracesData += framed(size);
    }
    return new TraceSize(tracesData, resourceSpans);
  }

  private static long head(int size) {
    return size == 0 ? EMPTY : size;
  }

  private static long spanSize(StagedSpan span, ProtoReader reader) {
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
