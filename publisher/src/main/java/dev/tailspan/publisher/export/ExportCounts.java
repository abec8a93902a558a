package dev.tailspan.publisher.export;

import java.util.Map;

/**
 * What became of the spans given to an exporter so far. Those that are in none of these numbers
 * wait in the queue.
 *
 * @param exported spans the stream has taken
 * @param lost spans that were not published, by reason
 * @param retriedRecords records put again, each time counted
 */
public record ExportCounts(long exported, Map<Loss, Long> lost, long retriedRecords) {
  public ExportCounts {
    lost = Map.copyOf(lost);
  }

  /** Lost for any reason. */
  public long lostInAll() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }
}
