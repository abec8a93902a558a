package dev.tailspan.functions.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.stores.kinesis.KinesisStreams;
import dev.tailspan.text.Excerpt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event of Lambda's Kinesis mapping, and its answer (Lambda developer guide, "Using Lambda with
 * Kinesis"). Read as a stream, base64 straight to bytes: an event has up to 6 MB.
 *
 * @param own whether it holds nothing but records in which functions trace themselves
 */
record KinesisEvents(List<StreamRecord> records, boolean own) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of the milliseconds of a time. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_CHARS = 40;

  /**
   * Reads the records.
   *
   * @throws IOException naming the field that is missing
   */
  static KinesisEvents read(InputStream event) throws IOException {
    List<StreamRecord> records = new ArrayList<>();
    boolean own = true;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (JsonParser in = JSON.createParser(event)) {
      expect(in.nextToken() == JsonToken.START_OBJECT, "the event is no object");
      boolean found = false;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        if (field.equals("Records") && in.currentToken() == JsonToken.START_ARRAY) {
          found = true;
          while (in.nextToken() == JsonToken.START_OBJECT) {
            Fields fields = record(in, records.size(), data);
            own &= fields.partitionKey.startsWith(KinesisStreams.OWN_KEYS);
            records.add(fields.record());
          }
        } else {
          in.skipChildren();
        }
      }
      expect(found, "the event has no Records");
    }
    return new KinesisEvents(records, own && !records.isEmpty());
  }

  private static Fields record(JsonParser in, int index, ByteArrayOutputStream data)
      throws IOException {
    String eventId = null;
    Fields fields = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      if (field.equals("eventID")) {
        eventId = in.getText();
      } else if (field.equals("kinesis")) {
        fields = Fields.read(in, data);
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
    fields.shardId = eventId.substring(0, colon);
    return fields;
  }

  private static final class Fields {
    @Nullable String sequenceNumber;
    byte @Nullable [] data;
    long arrivalMillis = Long.MIN_VALUE;
    String shardId = "";
    String partitionKey = "";

    StreamRecord record() {
      return new StreamRecord(
          shardId,
          Objects.requireNonNull(sequenceNumber),
          arrivalMillis,
          Objects.requireNonNull(data));
    }

    /**
     * @param data used again for each record: what Jackson decodes into a stream it decodes a fifth
     *     faster than what it returns as an array
     */
    static Fields read(JsonParser in, ByteArrayOutputStream data) throws IOException {
      Fields fields = new Fields();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "sequenceNumber" -> fields.sequenceNumber = in.getText();
          case "partitionKey" -> fields.partitionKey = in.getText();
          case "data" -> fields.data = bytes(in, data);
          case "approximateArrivalTimestamp" -> fields.arrivalMillis = millis(in.getText());
          default -> in.skipChildren();
        }
      }
      return fields;
    }
  }

  private static byte[] bytes(JsonParser in, ByteArrayOutputStream data) throws IOException {
    data.reset();
    try {
      in.readBinaryValue(data);
    } catch (IllegalArgumentException e) {
      throw new IOException("data: " + e.getMessage(), e);
    }
    return data.toByteArray();
  }

  /** Of seconds with a fraction; as a double they would lose a millisecond now and then. */
  private static long millis(String seconds) throws IOException {
    try {
      if (seconds.length() <= MAX_CHARS) {
        BigDecimal millis = new BigDecimal(seconds).movePointRight(3);
        // With an exponent of millions as many digits would be written out.
        long digits = (long) millis.precision() - millis.scale();
        if (digits <= MAX_DIGITS) {
          return digits <= 0 ? 0 : millis.longValue();
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IOException(noTime(seconds), e);
    }
    throw new IOException(noTime(seconds));
  }

  private static String noTime(String seconds) {
    return "approximateArrivalTimestamp is no time in seconds: " + Excerpt.quoted(seconds);
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
