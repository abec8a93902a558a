package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.BytePattern;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.text.Excerpt;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code debug}, our own: a trace that somebody marked to be kept. Marks, on any span:
 *
 * <ul>
 *   <li>the header {@code X-Debug-Trace} as HTTP instrumentation records it: attribute {@code
 *       http.request.header.x-debug-trace} (before semantic conventions 1.24 {@code
 *       x_debug_trace});
 *   <li>{@code tailspan.debug};
 *   <li>B3's debug flag ({@code X-B3-Flags: 1}, {@code b3: ...-d}): {@code b3.debug} or {@code
 *       sampling.debug}; each of these counts as {@code true}, {@code "true"}, {@code "1"}, 1, or a
 *       list with one of them;
 *   <li>Jaeger's debug id: {@code jaeger-debug-id} with any text but the empty one;
 *   <li>the member {@code tailspan=debug} of the W3C tracestate, which travels with the trace.
 * </ul>
 */
record DebugPolicy(String name) implements Policy {
  private static final List<String> FLAG_NAMES =
      List.of(
          "http.request.header.x-debug-trace",
          "http.request.header.x_debug_trace",
          "tailspan.debug",
          "b3.debug",
          "sampling.debug");
  private static final List<AttributeKey> FLAGS =
      FLAG_NAMES.stream().map(AttributeKey::of).toList();
  private static final AttributeKey JAEGER_DEBUG_ID = AttributeKey.of("jaeger-debug-id");

  /** Seven looks into every span of every trace would cost more than all other policies. */
  private static final BytePattern IN_EVERY_MARK = BytePattern.of("debug");

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
    if (!span.contains(IN_EVERY_MARK)) {
      return null;
    }
    for (int i = 0; i < FLAGS.size(); i++) {
      AttributeValue value = span.attribute(FLAGS.get(i));
      if (value != null && isTrue(value)) {
        return FLAG_NAMES.get(i) + " true";
      }
    }
    AttributeValue id = span.attribute(JAEGER_DEBUG_ID);
    if (id != null && !id.asText().isEmpty()) {
      return "jaeger-debug-id " + Excerpt.quoted(id.asText());
    }
    return isMarked(span.traceState()) ? "tracestate " + MEMBER : null;
  }

  private static boolean isTrue(AttributeValue value) {
    if (value instanceof AttributeValue.ArrayValue list) {
      return list.values().stream()
          .anyMatch(item -> !(item instanceof AttributeValue.ArrayValue) && isTrue(item));
    }
    String text = value.asText().trim().toLowerCase(Locale.ROOT);
    return text.equals("true") || text.equals("1");
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
