package dev.tailspan.functions.finalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one worker does: a range of buckets up to a low watermark, which the planner has looked up
 * once for all.
 *
 * @param fromBucket inclusive
 * @param toBucket exclusive
 * @param lowWatermarkMillis epoch milliseconds of arrival
 */
public record Share(int fromBucket, int toBucket, long lowWatermarkMillis) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String FROM = "fromBucket";
  private static final String TO = "toBucket";
  private static final String LOW = "lowWatermarkMillis";

  /** All buckets in at most so many ranges, whose sizes differ by one at most. */
  static List<Share> split(int buckets, int shares, long lowWatermarkMillis) {
    int count = Math.min(buckets, shares);
    List<Share> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          new Share(
              (int) ((long) buckets * i / count),
              (int) ((long) buckets * (i + 1) / count),
              lowWatermarkMillis));
    }
    return all;
  }

  /** The event that makes the function a worker. */
  public byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField(FROM, fromBucket);
      out.writeNumberField(TO, toBucket);
      out.writeNumberField(LOW, lowWatermarkMillis);
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The share in an event; empty when it is any other event, as the schedule's.
   *
   * @throws IOException when it is a share, but none of these buckets
   */
  static Optional<Share> read(InputStream event, int buckets) throws IOException {
    Map<String, Long> numbers = numbers(event);
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    long from = required(numbers, FROM);
    long to = required(numbers, TO);
    long low = required(numbers, LOW);
    if (from < 0 || from >= to || to > buckets) {
      throw new IOException(
          "fromBucket %d and toBucket %d are no range of the %d buckets"
              .formatted(from, to, buckets));
    }
    return Optional.of(new Share((int) from, (int) to, low));
  }

  private static long required(Map<String, Long> numbers, String name) throws IOException {
    Long number = numbers.get(name);
    if (number == null) {
      throw new IOException(name + " is missing or no whole number");
    }
    return number;
  }

  private static Map<String, Long> numbers(InputStream event) throws IOException {
    Set<String> names = Set.of(FROM, TO, LOW);
    Map<String, Long> numbers = new HashMap<>();
    try (JsonParser in = JSON.createParser(event)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the event is no object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        if (in.nextToken() == JsonToken.VALUE_NUMBER_INT && names.contains(name)) {
          numbers.put(name, in.getLongValue());
        } else {
          in.skipChildren();
        }
      }
    }
    return numbers;
  }
}
