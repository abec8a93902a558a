package dev.tailspan.decide;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.Sampling;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The traces somebody wants kept, as far as a step honours it: requests that were written before
 * the cursor had its revision, so that every run from there sees the same ones. Those asked behind
 * the step's end wait for a later one, so that all that was there when they were asked is kept.
 */
final class KeepsByHand {
  private final TreeMap<TraceId, KeepRequest> reached = new TreeMap<>();
  private long waitingFrom;

  private KeepsByHand(Collection<KeepRequest> requests, long revision, long endSlice) {
    this.waitingFrom = revision;
    for (KeepRequest request : requests) {
      if (request.askedSlice() < endSlice) {
        reached.putIfAbsent(request.traceId(), request);
      } else {
        leave(request);
      }
    }
  }

  /** A later step has to look at the request again. */
  void leave(KeepRequest request) {
    waitingFrom = Math.min(waitingFrom, request.revision());
  }

  static KeepsByHand of(DecisionStore decisions, BucketCursor cursor, long endSlice) {
    return new KeepsByHand(
        decisions.keepRequests(cursor.bucket(), cursor.keepsFrom(), cursor.revision()),
        cursor.revision(),
        endSlice);
  }

  Collection<KeepRequest> reached() {
    return reached.values();
  }

  /** Why the trace is to be kept, dated with the step; a weight of 0 keeps estimates true. */
  Optional<Sampling> sampling(TraceId id, long decidedAtMillis, String policyVersion) {
    return Optional.ofNullable(reached.get(id))
        .map(
            request ->
                new Sampling(
                    Sampling.BY_HAND,
                    "kept by "
                        + request.by()
                        + (request.reason().isEmpty() ? "" : ": " + request.reason()),
                    0,
                    decidedAtMillis,
                    policyVersion));
  }

  /** From which revision on requests are left for later steps. */
  long waitingFrom() {
    return waitingFrom;
  }
}
