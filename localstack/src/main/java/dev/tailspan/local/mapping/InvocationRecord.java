package dev.tailspan.local.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What the S3 on-failure destination gets for a batch that was given up.
 *
 * @param condition RetryAttemptsExhausted or RecordAgeExceeded
 * @param invokeCount how often it was tried, 0 when it was too old before the first time
 * @param records never empty
 */
record InvocationRecord(
    String functionArn,
    String streamArn,
    String shardId,
    String condition,
    int invokeCount,
    Instant at,
    List<RecordView> records) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter KEY_DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  String key(String mappingUuid) {
    return "aws/lambda/%s/%s/%s/%s-%s"
        .formatted(
            mappingUuid, shardId, KEY_DAY.format(at), KEY_TIME.format(at), UUID.randomUUID());
  }

  byte[] json() throws IOException {
    RecordView first = records.get(0);
    RecordView last = records.get(records.size() - 1);
    ObjectNode root = JSON.createObjectNode();
    root.putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", functionArn)
        .put("condition", condition)
        .put("approximateInvokeCount", invokeCount);
    if (invokeCount > 0) {
      root.putObject("responseContext")
          .put("statusCode", 200)
          .put("executedVersion", "$LATEST")
          .put("functionError", "Unhandled");
    }
    root.put("version", "1.0").put("timestamp", TIME.format(at));
    root.putObject("KinesisBatchInfo")
        .put("shardId", shardId)
        .put("startSequenceNumber", first.sequenceNumber())
        .put("endSequenceNumber", last.sequenceNumber())
        .put("approximateArrivalOfFirstRecord", TIME.format(first.approximateArrival()))
        .put("approximateArrivalOfLastRecord", TIME.format(last.approximateArrival()))
        .put("batchSize", records.size())
        .put("streamArn", streamArn);
    root.put(
        "payload",
        new String(KinesisEvent.json(shardId, streamArn, records), StandardCharsets.UTF_8));
    return JSON.writeValueAsBytes(root);
  }
}
