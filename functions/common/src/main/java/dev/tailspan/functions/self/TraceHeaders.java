package dev.tailspan.functions.self;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trace ids that come with an invocation. */
final class TraceHeaders {
  /** Version 00, or a later one, of which the beginning is the same (W3C Trace Context, 3.2). */
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final Pattern XRAY_ROOT =
      Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)");

  private TraceHeaders() {}

  /** The caller's span. */
  record Parent(TraceId traceId, SpanId spanId, boolean sampled) {}

  /** Of the header {@code traceparent}; empty where it is not valid, as the W3C wants it. */
  static Optional<Parent> traceparent(String header) {
    Matcher match = TRACEPARENT.matcher(header.strip());
    if (!match.matches() || match.group(1).equals("00") && match.group(5) != null) {
      return Optional.empty();
    }
    Parent parent =
        new Parent(
            TraceId.fromHex(match.group(2)),
            SpanId.fromHex(match.group(3)),
            (Integer.parseInt(match.group(4), 16) & 1) == 1);
    return parent.traceId().isValid() && parent.spanId().isValid()
        ? Optional.of(parent)
        : Optional.empty();
  }

  /**
   * The trace id in X-Ray's header, written as X-Ray shows OpenTelemetry's ids. Its parent is a
   * segment of X-Ray's, which nobody finds here.
   */
  static Optional<TraceId> xray(String header) {
    Matcher match = XRAY_ROOT.matcher(header);
    return match.find()
        ? Optional.of(TraceId.fromHex(match.group(1) + match.group(2))).filter(TraceId::isValid)
        : Optional.empty();
  }
}
