package dev.tailspan.local.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The event Lambda gives a function for a batch of Kinesis records, byte for byte its JSON. */
final class KinesisEvent {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ROLE = "arn:aws:iam::000000000000:role/tailspan-local";
  // Names and fixed values of one record; its ids are added to it.
  private static final int RECORD_OVERHEAD = 380;

  private KinesisEvent() {}

  /** How many bytes a record takes in an event, at most a little more than that. */
  static int size(RecordView record, String streamArn) {
    int data = (record.data().length + 2) / 3 * 4;
    int key = record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
    return RECORD_OVERHEAD + data + key + 2 * record.sequenceNumber().length() + streamArn.length();
  }

  static byte[] json(String shardId, String streamArn, List<RecordView> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (RecordView record : records) {
        write(json, shardId, streamArn, record);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, String shardId, String streamArn, RecordView record)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("kinesis");
    json.writeStringField("kinesisSchemaVersion", "1.0");
    json.writeStringField("partitionKey", record.partitionKey());
    json.writeStringField("sequenceNumber", record.sequenceNumber());
    json.writeBinaryField("data", record.data());
    json.writeNumberField(
        "approximateArrivalTimestamp",
        BigDecimal.valueOf(record.approximateArrival().toEpochMilli(), 3));
    json.writeEndObject();
    json.writeStringField("eventSource", "aws:kinesis");
    json.writeStringField("eventVersion", "1.0");
    json.writeStringField("eventID", shardId + ":" + record.sequenceNumber());
    json.writeStringField("eventName", "aws:kinesis:record");
    json.writeStringField("invokeIdentityArn", ROLE);
    json.writeStringField("awsRegion", streamArn.split(":", -1)[3]);
    json.writeStringField("eventSourceARN", streamArn);
    json.writeEndObject();
  }
}
