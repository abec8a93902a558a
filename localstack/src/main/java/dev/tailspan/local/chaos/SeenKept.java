package dev.tailspan.local.chaos;

import dev.tailspan.model.TraceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What lookups found kept: that must stay so, with every span that was seen. Thread-safe. */
final class SeenKept {
  private final Findings findings;
  private final Map<TraceId, Integer> spans = new ConcurrentHashMap<>();

  SeenKept(Findings findings) {
    this.findings = findings;
  }

  /** Compares with what was found before. */
  void found(TraceId id, Asked.Found found) {
    int before = spans.getOrDefault(id, 0);
    boolean kept = found.state().equals("kept");
    if (before > 0 && (!kept || found.spanCount() < before)) {
      findings.flipped(
          "trace %s was kept with %d spans, then %s with %d"
              .formatted(id.hex(), before, found.state(), found.spanCount()));
    }
    if (kept) {
      spans.merge(id, found.spanCount(), Math::max);
    }
  }
}
