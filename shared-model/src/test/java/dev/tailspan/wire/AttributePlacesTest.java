package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tailspan.model.AttributeValue.StringValue;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AttributePlacesTest {
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
  void saysNothingOfAKeyAfterItsValueOrReplacedOrWithoutOne() {
    byte[] value = AnyValue.newBuilder().setStringValue("late").build().toByteArray();
    assertThat(places(span(field(2, value), field(1, utf8("key"))))).isNull();
    assertThat(places(span(field(1, utf8("a")), field(2, value), field(1, utf8("b"))))).isNull();
    assertThat(places(span(field(1, utf8("key"))))).isNull();
    assertThat(places(span(field(1, utf8("key")), field(2, value)))).hasSize(1);
  }

  @Test
  void saysNothingOfACutOffOrALargeSpan() {
    byte[] span = SPAN.toByteArray();
    for (int length = span.length - 1; length > span.length - 6; length--) { // within its flags
      assertThat(places(Arrays.copyOf(span, length))).as("cut to %d", length).isNull();
    }
    byte[] large = SPAN.toBuilder().setName("x".repeat(1 << 16)).build().toByteArray();
    assertThat(places(large)).isNull();
  }

  private static char[] places(byte[] span) {
    return AttributePlaces.of(span, 0, span.length);
  }

  /** In the middle of other bytes. */
  private static String find(byte[] span, String key) throws DecodeException {
    byte[] around = new byte[span.length + 20];
    Arrays.fill(around, (byte) 0xff);
    System.arraycopy(span, 0, around, 10, span.length);
    char[] places = AttributePlaces.of(around, 10, 10 + span.length);
    int at = AttributePlaces.find(around, 10, places, utf8(key));
    if (at < 0) {
      return null;
    }
    ByteSlice rest = new ByteSlice(around, at, 10 + span.length - at);
    return ((StringValue) OtlpProto.findAttribute(rest, utf8(key), Limits.DEFAULT)).value();
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
