package dev.tailspan.functions.query;

import dev.tailspan.model.Span;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a trace's spans, in their order by start.
 *
 * @param offset of the first one, from 0
 * @param count at most so many
 */
record SpanPage(int offset, int count) {
  static final SpanPage ALL = new SpanPage(0, Integer.MAX_VALUE);

  private static final int SAMPLES = 200;

  /** JSON takes up to three times the bytes of protobuf, and spans are not all of a size. */
  private static final long PAGE_BYTES = BoundedBody.MAX_BYTES / 6;

  List<Span> of(List<Span> spans) {
    return spans.subList(Math.min(offset, spans.size()), end(spans.size()));
  }

  boolean contains(int index) {
    return index >= offset && index - offset < count;
  }

  private int end(int total) {
    return (int) Math.min(total, (long) offset + count);
  }

  boolean isLast(int total) {
    return end(total) >= total;
  }

  SpanPage next() {
    return new SpanPage(offset + count, count);
  }

  /** How many spans a page can have to fit into an answer, by the size of some of them. */
  int fitting(List<Span> spans) {
    List<Span> samples = new ArrayList<>();
    for (int i = 0; i < spans.size(); i += Math.max(1, spans.size() / SAMPLES)) {
      samples.add(spans.get(i));
    }
    long bytes = Math.max(1, OtlpProto.encode(samples).length / Math.max(1, samples.size()));
    return (int) Math.max(1, Math.min(PAGE_BYTES / bytes, Math.max(1, count / 2)));
  }

  /** As in {@code 0-999/12345}. */
  String header(int total) {
    return Math.min(offset, total) + "-" + (end(total) - 1) + "/" + total;
  }

  /** As the parameter has it. */
  @Override
  public String toString() {
    return offset + "," + count;
  }
}
