package dev.tailspan.ingest;

import dev.tailspan.storage.IngestCounts;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param counts of what is done for good: records from a failed one on are not in it
 * @param failedSequenceNumbers for each shard that has one, the lowest record that must be
 *     delivered again with everything after it
 * @param problems why, a sentence each
 */
public record IngestResult(
    IngestCounts counts, List<String> failedSequenceNumbers, List<String> problems) {
  public IngestResult {
    failedSequenceNumbers = List.copyOf(failedSequenceNumbers);
    problems = List.copyOf(problems);
  }
}
