package dev.tailspan.local.traffic;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A minute of Online Boutique as OpenTelemetry spans. What is captured and what is derived or
 * moved: {@code SOURCES.md} beside the capture. Span ids are unique within the whole capture.
 */
public final class OnlineBoutique {
  private OnlineBoutique() {}

  /**
   * The spans in the order in which they ended, as exporters send them.
   *
   * @param lastEndUnixNano when the last of them ends; the others keep their distance from it
   * @param salt changes all trace ids; 0 leaves them as captured
   */
  public static List<Span> spans(long lastEndUnixNano, TraceId salt) {
    List<CapturedSpan> captured = new ArrayList<>(Capture.load());
    captured.sort(Comparator.comparingLong(CapturedSpan::endTimeUnixNano));
    long offset = lastEndUnixNano - captured.get(captured.size() - 1).endTimeUnixNano();
    Kinds kinds = new Kinds(captured);
    Map<String, Resource> resources = new HashMap<>();
    List<Span> spans = new ArrayList<>(captured.size());
    for (CapturedSpan span : captured) {
      Resource resource = resources.computeIfAbsent(span.pod(), pod -> resource(span));
      TraceId id = span.traceId();
      spans.add(
          Span.builder(new TraceId(id.high() ^ salt.high(), id.low() ^ salt.low()), span.spanId())
              .parentSpanId(span.parentSpanId())
              .resource(resource)
              .name(span.operation())
              .kind(kinds.of(span))
              .times(span.startTimeUnixNano() + offset, span.endTimeUnixNano() + offset)
              .build());
    }
    return spans;
  }

  private static Resource resource(CapturedSpan span) {
    return new Resource(
        Attributes.ofStrings(
            "service.name", span.service(),
            "service.instance.id", span.pod(),
            "host.name", span.pod(),
            "k8s.pod.name", span.pod(),
            "k8s.replicaset.name", span.replicaSet(),
            "k8s.deployment.name", span.service()),
        0,
        "");
  }

  /**
   * The capture says no kinds: they follow from which service a span's parent and children are in.
   */
  private static final class Kinds {
    private final Map<SpanId, String> services = new HashMap<>();
    private final Set<SpanId> callers = new HashSet<>();

    Kinds(List<CapturedSpan> spans) {
      spans.forEach(span -> services.put(span.spanId(), span.service()));
      for (CapturedSpan span : spans) {
        if (isCalledFromElsewhere(span)) {
          callers.add(span.parentSpanId());
        }
      }
    }

    SpanKind of(CapturedSpan span) {
      if (!span.parentSpanId().isValid() || isCalledFromElsewhere(span)) {
        return SpanKind.SERVER;
      }
      return callers.contains(span.spanId()) || isStatement(span.operation())
          ? SpanKind.CLIENT
          : SpanKind.INTERNAL;
    }

    private boolean isCalledFromElsewhere(CapturedSpan span) {
      String caller = services.get(span.parentSpanId());
      return caller != null && !caller.equals(span.service());
    }

    private static boolean isStatement(String operation) {
      return operation.startsWith("sql.") || operation.startsWith("SELECT ");
    }
  }
}
