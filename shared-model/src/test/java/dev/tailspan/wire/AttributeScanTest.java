package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tailspan.model.AttributeValue.StringValue;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttributeScanTest {
  private static final Span SPAN =
      Span.newBuilder()
          .setTraceId(ByteString.copyFrom(new byte[16]))
          .setName("GET /")
          .setKindValue(3)
          .setStartTimeUnixNano(-1)
          .addAttributes(attribute("one", "1"))
          .addAttributes(attribute("long", "x".repeat(300)))
          .addAttributes(attribute("k".repeat(200), "2"))
          .setDroppedAttributesCount(300)
          .setFlags(0x101)
          .addAttributes(attribute("two", "2"))
          .build();

  @Test
  void findsEachAttributeAndNoOther() throws Exception {
    assertThat(find(SPAN.toByteArray(), "one")).isEqualTo("1");
    assertThat(find(SPAN.toByteArray(), "long")).hasSize(300);
    assertThat(find(SPAN.toByteArray(), "k".repeat(200))).isEqualTo("2");
    assertThat(find(SPAN.toByteArray(), "two")).isEqualTo("2");
    assertThat(find(SPAN.toByteArray(), "tw")).isNull();
    assertThat(find(SPAN.toByteArray(), "three")).isNull();
  }

  @Test
  void passesOverAllFieldsOfAnOrdinarySpanByItself() {
    byte[] span = SPAN.toByteArray();
    assertThat(AttributeScan.find(span, 0, span.length, utf8("three"))).isEqualTo(span.length);
  }

  @Test
  void findsAKeyThatComesAfterItsValueOrReplacesAnother() throws Exception {
    byte[] value = AnyValue.newBuilder().setStringValue("late").build().toByteArray();
    assertThat(find(span(field(2, value), field(1, utf8("key"))), "key")).isEqualTo("late");
    assertThat(find(span(field(1, utf8("old")), field(2, value), field(1, utf8("key"))), "key"))
        .isEqualTo("late");
    assertThat(find(span(field(1, utf8("old")), field(2, value), field(1, utf8("key"))), "old"))
        .isNull();
  }

  private static String find(byte[] span, String key) throws DecodeException {
    Object found = OtlpProto.findAttribute(ByteSlice.of(span), utf8(key), Limits.DEFAULT);
    return found == null ? null : ((StringValue) found).value();
  }

  private static byte[] span(byte[]... keyValueFields) {
    ByteString attribute = ByteString.EMPTY;
    for (byte[] field : keyValueFields) {
      attribute = attribute.concat(ByteString.copyFrom(field));
    }
    return field(9, attribute.toByteArray());
  }

  private static byte[] field(int number, byte[] content) {
    ByteString head = ByteString.copyFrom(new byte[] {(byte) (number << 3 | 2)});
    ByteString length = ByteString.copyFrom(new byte[] {(byte) content.length});
    return head.concat(length).concat(ByteString.copyFrom(content)).toByteArray();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
