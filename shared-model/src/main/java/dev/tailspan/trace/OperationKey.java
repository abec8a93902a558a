package dev.tailspan.trace;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.model.SpanKind;

/**
 * A hash of an operation's service, name and kind, the same in every process and the same for a
 * span as for the {@link OperationStats} it is counted in.
 */
public final class OperationKey {
  private OperationKey() {}

  /** Of a span's operation; its name is hashed where it lies. */
  public static long of(StagedSpan span) {
    // Statistics cut long names; whether one is long shows only where it has as many bytes.
    long name =
        span.nameLength() <= TraceSummary.MAX_TEXT
            ? span.nameHash()
            : StagedSpan.nameHash(TraceSummary.cut(span.name()));
    return of(span.serviceName(), name, span.kind());
  }

  /** Of an operation by its names. */
  public static long of(String service, String name, SpanKind kind) {
    return of(service, StagedSpan.nameHash(TraceSummary.cut(name)), kind);
  }

  private static long of(String service, long name, SpanKind kind) {
    return StableHash.mix(StableHash.of(TraceSummary.cut(service), kind.number()), name);
  }
}
