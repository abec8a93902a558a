package dev.tailspan.local.kinesis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two bodies of the AWS JSON 1.1 protocol. They differ in blobs (base64 against bytes) and in
 * timestamps: JSON has seconds with a fraction, CBOR tag 1 with <em>milliseconds</em>, against the
 * CBOR standard, because that is what the SDKs read.
 */
enum WireFormat {
  JSON("application/x-amz-json-1.1", new JsonFactory()),
  CBOR("application/x-amz-cbor-1.1", new CBORFactory());

  private static final int EPOCH_TAG = 1;

  private final String contentType;

  @SuppressWarnings("ImmutableEnumChecker") // nobody configures it after the constructor
  private final ObjectMapper mapper;

  WireFormat(String contentType, JsonFactory factory) {
    this.contentType = contentType;
    this.mapper = new ObjectMapper(factory);
  }

  static WireFormat of(@Nullable String contentType) {
    return contentType != null && contentType.contains("cbor") ? CBOR : JSON;
  }

  String contentType() {
    return contentType;
  }

  JsonNode read(byte[] body) {
    if (body.length == 0) {
      return mapper.createObjectNode();
    }
    try {
      JsonNode node = mapper.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Told to the client below: what it sent is not the protocol.
    }
    throw ApiException.of("SerializationException", "The request body is not a " + this + " map");
  }

  /** The time a client gave, epoch milliseconds. */
  long millis(JsonNode timestamp) {
    return this == CBOR && timestamp.isIntegralNumber()
        ? timestamp.longValue()
        : timestamp.decimalValue().movePointRight(3).longValue();
  }

  /** Writes maps, lists, strings, numbers, booleans, byte arrays and instants. */
  byte[] write(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = mapper.createGenerator(out)) {
      write(generator, value);
    }
    return out.toByteArray();
  }

  private void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof byte[] bytes) {
      out.writeBinary(bytes);
    } else if (value instanceof Instant instant) {
      writeTime(out, instant);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Integer number) {
      out.writeNumber(number);
    } else {
      out.writeString((String) value);
    }
  }

  private void writeTime(JsonGenerator out, Instant instant) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(EPOCH_TAG);
      cbor.writeNumber(instant.toEpochMilli());
    } else {
      out.writeNumber(BigDecimal.valueOf(instant.toEpochMilli(), 3));
    }
  }
}
