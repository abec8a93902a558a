package dev.tailspan.stores.parquet;

import dev.tailspan.model.Event;
import dev.tailspan.model.Link;
import dev.tailspan.model.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A span with its attributes as texts.
 *
 * @param lists of the resource, the span, each event, each link
 */
record TextSpan(Span span, List<TextAttributes> lists) {
  /** What a span weighs besides its texts, roughly: ids, times, levels. */
  private static final int FIXED_BYTES = 100;

  static TextSpan of(Span span, TextAttributes resource, KeyTexts keys) {
    List<TextAttributes> lists = new ArrayList<>(2 + span.events().size() + span.links().size());
    lists.add(resource);
    lists.add(TextAttributes.of(span.attributes(), keys));
    for (Event event : span.events()) {
      lists.add(TextAttributes.of(event.attributes(), keys));
    }
    for (Link link : span.links()) {
      lists.add(TextAttributes.of(link.attributes(), keys));
    }
    return new TextSpan(span, lists);
  }

  TextAttributes resource() {
    return lists.get(0);
  }

  TextAttributes attributes() {
    return lists.get(1);
  }

  TextAttributes event(int index) {
    return lists.get(2 + index);
  }

  TextAttributes link(int index) {
    return lists.get(2 + span.events().size() + index);
  }

  /** About how many bytes the span is before encoding; depends on nothing but the span. */
  long size() {
    long size = FIXED_BYTES + span.name().length() + span.traceState().length();
    size += span.status().message().length() + 40L * (lists.size() - 2);
    for (TextAttributes list : lists) {
      size += list.size();
    }
    return size;
  }
}
