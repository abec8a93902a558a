package dev.tailspan.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * JSON into generated classes, led by nothing but their descriptors and OTLP's rule that ids are
 * hex: knows no field by name, so it cannot share a misspelling with {@link OtlpJson}.
 */
final class JsonByDescriptor {
  private JsonByDescriptor() {}

  static <B extends Message.Builder> B read(String json, B message) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      object(parser, message);
      return message;
    }
  }

  private static void object(JsonParser in, Message.Builder message) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      FieldDescriptor field =
          message.getDescriptorForType().getFields().stream()
              .filter(f -> f.getJsonName().equals(name))
              .findFirst()
              .orElseThrow(() -> new IOException("no field " + name));
      in.nextToken();
      if (field.isRepeated()) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          message.addRepeatedField(field, value(in, field, message));
        }
      } else {
        message.setField(field, value(in, field, message));
      }
    }
  }

  private static Object value(JsonParser in, FieldDescriptor field, Message.Builder parent)
      throws IOException {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Message.Builder child = parent.newBuilderForField(field);
        object(in, child);
        yield child.build();
      }
      case STRING -> in.getText();
      case BOOLEAN -> in.getBooleanValue();
      case INT -> (int) in.getLongValue();
      case LONG ->
          field.getType() == FieldDescriptor.Type.FIXED64
              ? Long.parseUnsignedLong(in.getText())
              : Long.parseLong(in.getText());
      case DOUBLE -> Double.parseDouble(in.getText());
      case ENUM ->
          in.currentToken() == JsonToken.VALUE_NUMBER_INT
              ? field.getEnumType().findValueByNumber(in.getIntValue())
              : field.getEnumType().findValueByName(in.getText());
      case BYTE_STRING ->
          ByteString.copyFrom(
              field.getName().endsWith("_id")
                  ? HexFormat.of().parseHex(in.getText())
                  : Base64.getDecoder().decode(in.getText()));
      default -> throw new IOException("no such field in OTLP: " + field);
    };
  }
}
