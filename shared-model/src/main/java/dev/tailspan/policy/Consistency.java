package dev.tailspan.policy;

import dev.tailspan.block.BytePattern;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import java.util.List;
import java.util.OptionalLong;

/**
 * What consistent probability sampling knows of a trace.
 *
 * @param randomness 56 bits: the first {@code ot=rv} of its spans, else the last 7 bytes of its id
 * @param head the threshold head sampling let it through with: the smallest {@code ot=th} of its
 *     spans, as a trace is seen once any of its spans is; 0 where none has one
 * @param present whether any span says something about sampling
 */
record Consistency(long randomness, long head, boolean present) {
  private static final BytePattern MEMBER = BytePattern.of("ot=");
  private static final long MASK = OtelTraceState.NEVER - 1;

  static Consistency of(StagedTrace trace) {
    OptionalLong explicit = OptionalLong.empty();
    long head = Long.MAX_VALUE;
    boolean present = false;
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      StagedSpan span = spans.get(i);
      if (!span.contains(MEMBER)) {
        continue;
      }
      OtelTraceState state = OtelTraceState.of(span.traceState());
      present |= state.isPresent();
      explicit = explicit.isPresent() ? explicit : state.randomness();
      head = Math.min(head, state.threshold().orElse(Long.MAX_VALUE));
    }
    return new Consistency(
        explicit.orElse(ofId(trace.id())), head == Long.MAX_VALUE ? 0 : head, present);
  }

  /** Of the id alone (W3C Trace Context level 2: its last 7 bytes are random). */
  static long ofId(TraceId id) {
    return id.low() & MASK;
  }
}
