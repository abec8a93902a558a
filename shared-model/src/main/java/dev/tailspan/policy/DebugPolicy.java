package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.BytePattern;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code debug}, our own: a trace that somebody marked to be kept. Marks, on any span:
 *
 * <ul>
 *   <li>the header {@code X-Debug-Trace} as HTTP instrumentation records it: attribute {@code
 *       http.request.header.x-debug-trace} (before semantic conventions 1.24 {@code
 *       x_debug_trace});
 *   <li>{@code tailspan.debug};
 *   <li>B3's debug flag: the header {@code X-B3-Flags} as recorded, {@code b3.debug} or {@code
 *       sampling.debug}; each of these counts as {@code true}, {@code "true"}, {@code "1"}, 1, or a
 *       list with one of them; or the header {@code b3} as recorded, where it is {@code d} or
 *       {@code ...-d} or {@code ...-d-parent};
 *   <li>Jaeger's debug id: {@code jaeger-debug-id}, alone or as a header recorded, with any text
 *       but the empty one;
 *   <li>the member {@code tailspan=debug} of the W3C tracestate, which travels with the trace.
 * </ul>
 */
record DebugPolicy(String name) implements Policy {
  private static final List<String> FLAG_NAMES =
      List.of(
          "http.request.header.x-debug-trace",
          "http.request.header.x_debug_trace",
          "tailspan.debug",
          "http.request.header.x-b3-flags",
          "http.request.header.x_b3_flags",
          "b3.debug",
          "sampling.debug");
  private static final List<AttributeKey> FLAGS =
      FLAG_NAMES.stream().map(AttributeKey::of).toList();
  private static final AttributeKey B3 = AttributeKey.of("http.request.header.b3");
  private static final List<AttributeKey> DEBUG_IDS =
      Stream.of(
              "jaeger-debug-id",
              "http.request.header.jaeger-debug-id",
              "http.request.header.jaeger_debug_id")
          .map(AttributeKey::of)
          .toList();

  /** A dozen looks into every span of every trace would cost more than all other policies. */
  private static final BytePattern IN_MOST_MARKS = BytePattern.of("debug");

  private static final BytePattern IN_THE_OTHERS = BytePattern.of("b3");

  private static final String MEMBER = "tailspan=debug";
  private static final String WANTED = "a debug mark";

  @Override
  public PolicyType type() {
    return PolicyType.DEBUG;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      String mark = mark(spans.get(i));
      if (mark != null) {
        return vote(true, mark, WANTED);
      }
    }
    return vote(false, "no debug mark", WANTED);
  }

  private static @Nullable String mark(StagedSpan span) {
    if (!span.contains(IN_MOST_MARKS) && !span.contains(IN_THE_OTHERS)) {
      return null;
    }
    for (int i = 0; i < FLAGS.size(); i++) {
      AttributeValue value = span.attribute(FLAGS.get(i));
      if (value != null && isTrue(value)) {
        return FLAG_NAMES.get(i) + " true";
      }
    }
    AttributeValue b3 = span.attribute(B3);
    if (b3 != null && texts(b3).anyMatch(DebugPolicy::isDebugB3)) {
      return B3.name() + " debug";
    }
    for (int i = 0; i < DEBUG_IDS.size(); i++) {
      AttributeValue id = span.attribute(DEBUG_IDS.get(i));
      if (id != null && texts(id).anyMatch(text -> !text.isEmpty())) {
        return DEBUG_IDS.get(i).name() + " " + Excerpt.quoted(id.asText());
      }
    }
    return isMarked(span.traceState()) ? "tracestate " + MEMBER : null;
  }

  /** The value, or those of a list: a header can come more than once. */
  private static Stream<String> texts(AttributeValue value) {
    return value instanceof AttributeValue.ArrayValue list
        ? list.values().stream()
            .filter(item -> !(item instanceof AttributeValue.ArrayValue))
            .map(AttributeValue::asText)
        : Stream.of(value.asText());
  }

  private static boolean isTrue(AttributeValue value) {
    return texts(value)
        .map(text -> text.trim().toLowerCase(Locale.ROOT))
        .anyMatch(text -> text.equals("true") || text.equals("1"));
  }

  /** {@code d}, {@code trace-span-d} or {@code trace-span-d-parent}. */
  private static boolean isDebugB3(String header) {
    String[] parts = header.trim().split("-", -1);
    return parts.length == 1 ? parts[0].equals("d") : parts.length >= 3 && parts[2].equals("d");
  }

  private static boolean isMarked(String traceState) {
    if (!traceState.contains(MEMBER)) {
      return false;
    }
    for (String member : traceState.split(",", -1)) {
      if (member.strip().equals(MEMBER)) {
        return true;
      }
    }
    return false;
  }
}
