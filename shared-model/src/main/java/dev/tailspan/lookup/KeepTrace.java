package dev.tailspan.lookup;

import dev.tailspan.block.Layout;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.StorageException;

/**
 * Keeps a trace by hand that is in flight, or dropped and still staged. Only a request is written;
 * the steps of its bucket honour it, so that the trace is kept once, whole, and with what comes
 * late.
 */
public final class KeepTrace {
  /** What is refused for having more characters. */
  public static final int MAX_TEXT = 1_000;

  private static final int TRIES = 10;

  private final FindTrace find;
  private final DecisionStore decisions;
  private final Layout layout;
  private final long requestTtlSeconds;

  /** What became of it. */
  public enum Outcome {
    /** It will be kept once the steps have come to where it was asked. */
    REQUESTED,
    /** It is kept, or has been asked for before and is kept by now. */
    ALREADY_KEPT,
    /** Nobody knows it, or what was known of it has expired. */
    UNKNOWN
  }

  /**
   * @param requestTtlSeconds how long a request is there: as long as spans are staged
   */
  public KeepTrace(FindTrace find, DecisionStore decisions, Layout layout, long requestTtlSeconds) {
    this.find = find;
    this.decisions = decisions;
    this.layout = layout;
    this.requestTtlSeconds = requestTtlSeconds;
  }

  /**
   * Asks for the trace.
   *
   * @param by who asks
   * @param reason why, may be empty
   * @throws StorageException when a store fails, or the bucket moves on faster than it can be asked
   */
  public Outcome keep(TraceId id, String by, String reason, long nowMillis) {
    int bucket = layout.bucket(id);
    for (int i = 0; i < TRIES; i++) {
      // Read first: a step that decides the trace in between moves the revision.
      long revision = decisions.cursor(bucket).map(BucketCursor::revision).orElse(-1L);
      switch (find.find(id, nowMillis).state()) {
        case KEPT -> {
          return Outcome.ALREADY_KEPT;
        }
        case UNKNOWN -> {
          return Outcome.UNKNOWN;
        }
        default -> {
          KeepRequest request = new KeepRequest(id, layout.slice(nowMillis), revision, by, reason);
          if (decisions.requestKeep(bucket, request, nowMillis / 1000 + requestTtlSeconds)) {
            return Outcome.REQUESTED;
          }
        }
      }
    }
    throw new StorageException("bucket " + bucket + " moves on faster than it can be asked");
  }
}
