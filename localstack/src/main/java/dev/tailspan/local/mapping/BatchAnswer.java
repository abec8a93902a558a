package dev.tailspan.local.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a function's answer says about a batch under ReportBatchItemFailures. */
final class BatchAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BatchAnswer() {}

  /**
   * How many records from the first on are done: all but those from the lowest reported one on.
   * None when an identifier is empty, missing or not of this batch, or the answer is not JSON; all
   * when the list of failures is empty or missing (AWS: "Success and failure conditions").
   */
  static int done(byte[] answer, List<RecordView> batch) {
    JsonNode failures;
    try {
      JsonNode root = answer.length == 0 ? null : JSON.readTree(answer);
      if (root == null || root.isNull() || root.isMissingNode()) {
        return batch.size();
      }
      failures = root.path("batchItemFailures");
    } catch (IOException e) {
      return 0;
    }
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      positions.put(batch.get(i).sequenceNumber(), i);
    }
    int lowest = batch.size();
    for (JsonNode failure : failures) {
      Integer position = positions.get(failure.path("itemIdentifier").asText(""));
      if (position == null) {
        return 0;
      }
      lowest = Math.min(lowest, position);
    }
    return lowest;
  }
}
