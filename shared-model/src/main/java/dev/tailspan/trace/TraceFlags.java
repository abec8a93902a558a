package dev.tailspan.trace;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.List;
import java.util.Set;

/** The flags that need no more than one look at each span and its parent. */
final class TraceFlags {
  private static final char REPLACEMENT = '\uFFFD';

  private TraceFlags() {}

  static void roots(List<Span> spans, Set<TraceFlag> flags) {
    long roots = spans.stream().filter(Span::isRoot).count();
    if (roots == 0) {
      flags.add(TraceFlag.MISSING_ROOT);
    } else if (roots > 1
        && spans.stream().filter(Span::isRoot).map(Span::spanId).distinct().count() > 1) {
      flags.add(TraceFlag.MULTIPLE_ROOTS);
    }
  }

  static boolean isSkewed(TraceAnalysis analysis, int child, int parent) {
    long early = analysis.startNanos(parent) - analysis.startNanos(child);
    if (early > TraceAnalysis.SKEW_TOLERANCE_NANOS) {
      return true;
    }
    Span client = analysis.spans().get(parent);
    long late = analysis.endNanos(child) - analysis.endNanos(parent);
    return late > TraceAnalysis.SKEW_TOLERANCE_NANOS
        && client.kind() == SpanKind.CLIENT
        && client.status().code() != Status.Code.ERROR
        && analysis.spans().get(child).kind() == SpanKind.SERVER;
  }

  static boolean holdsReplacedText(Span span) {
    return holds(span.name())
        || holds(span.traceState())
        || holds(span.status().message())
        || holds(span.attributes())
        || holds(span.resource().attributes())
        || span.events().stream().anyMatch(e -> holds(e.name()) || holds(e.attributes()))
        || span.links().stream().anyMatch(l -> holds(l.attributes()));
  }

  private static boolean holds(Attributes attributes) {
    for (KeyValue entry : attributes.entries()) {
      if (holds(entry.key())
          || entry.value() instanceof AttributeValue.StringValue text && holds(text.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(String text) {
    return text.indexOf(REPLACEMENT) >= 0;
  }
}
