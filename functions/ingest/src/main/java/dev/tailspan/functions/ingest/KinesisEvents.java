package dev.tailspan.functions.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailspan.ingest.StreamRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event of Lambda's Kinesis mapping, and its answer (Lambda developer guide, "Using Lambda with
 * Kinesis"). Read as a stream, base64 straight to bytes: an event has up to 6 MB.
 */
final class KinesisEvents {
  private static final JsonFactory JSON = new JsonFactory();

  private KinesisEvents() {}

  /**
   * Reads the records.
   *
   * @throws IOException naming the field that is missing
   */
  static List<StreamRecord> read(InputStream event) throws IOException {
    List<StreamRecord> records = new ArrayList<>();
    try (JsonParser in = JSON.createParser(event)) {
      expect(in.nextToken() == JsonToken.START_OBJECT, "the event is no object");
      boolean found = false;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        if (field.equals("Records") && in.currentToken() == JsonToken.START_ARRAY) {
          found = true;
          while (in.nextToken() == JsonToken.START_OBJECT) {
            records.add(record(in, records.size()));
          }
        } else {
          in.skipChildren();
        }
      }
      expect(found, "the event has no Records");
    }
    return records;
  }

  private static StreamRecord record(JsonParser in, int index) throws IOException {
    String eventId = null;
    Fields fields = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      if (field.equals("eventID")) {
        eventId = in.getText();
      } else if (field.equals("kinesis")) {
        fields = Fields.read(in);
      } else {
        in.skipChildren();
      }
    }
    String at = "Records[" + index + "].";
    int colon = eventId == null ? -1 : eventId.lastIndexOf(':');
    if (eventId == null || colon < 0) {
      throw new IOException(at + "eventID is missing or not shard:sequence number");
    }
    if (fields == null || fields.data == null || fields.sequenceNumber == null) {
      throw new IOException(at + "kinesis has no data or no sequenceNumber");
    }
    if (fields.arrivalMillis == Long.MIN_VALUE) {
      throw new IOException(at + "kinesis.approximateArrivalTimestamp is missing");
    }
    return new StreamRecord(
        eventId.substring(0, colon), fields.sequenceNumber, fields.arrivalMillis, fields.data);
  }

  private static final class Fields {
    @Nullable String sequenceNumber;
    byte @Nullable [] data;
    long arrivalMillis = Long.MIN_VALUE;

    static Fields read(JsonParser in) throws IOException {
      Fields fields = new Fields();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "sequenceNumber" -> fields.sequenceNumber = in.getText();
          case "data" -> fields.data = in.getBinaryValue();
          // Seconds with a fraction: a double would lose milliseconds now and then.
          case "approximateArrivalTimestamp" ->
              fields.arrivalMillis = new BigDecimal(in.getText()).movePointRight(3).longValue();
          default -> in.skipChildren();
        }
      }
      return fields;
    }
  }

  /** Everything from each of these on is delivered again. */
  static void writeFailures(OutputStream answer, List<String> sequenceNumbers) throws IOException {
    try (JsonGenerator out = JSON.createGenerator(answer)) {
      out.writeStartObject();
      out.writeArrayFieldStart("batchItemFailures");
      for (String sequenceNumber : sequenceNumbers) {
        out.writeStartObject();
        out.writeStringField("itemIdentifier", sequenceNumber);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static void expect(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
