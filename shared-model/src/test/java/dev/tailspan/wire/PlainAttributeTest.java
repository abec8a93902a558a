package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainAttributeTest {
  private static final List<AnyValue> PLAIN =
      List.of(
          AnyValue.newBuilder().setStringValue("GET /cart").build(),
          AnyValue.newBuilder().setStringValue("").build(),
          AnyValue.newBuilder().setIntValue(7).build(),
          AnyValue.newBuilder().setIntValue(1L << 62).build(),
          AnyValue.newBuilder().setBoolValue(true).build(),
          AnyValue.newBuilder().setDoubleValue(-0.1).build());
  private static final List<AnyValue> OTHERS =
      List.of(
          AnyValue.getDefaultInstance(),
          AnyValue.newBuilder().setStringValue("caf\u00e9").build(),
          AnyValue.newBuilder().setStringValue("x".repeat(130)).build(),
          AnyValue.newBuilder().setIntValue(-1).build(),
          AnyValue.newBuilder().setArrayValue(ArrayValue.getDefaultInstance()).build());

  @Test
  void recognisesTextsNumbersAndTruths() {
    assertThat(PLAIN).allMatch(value -> isPlain(attribute("http.route", value)));
  }

  @Test
  void saysNothingOfWhatIsLongNestedOrNotAscii() {
    assertThat(OTHERS).noneMatch(value -> isPlain(attribute("http.route", value)));
    assertThat(isPlain(attribute("stra\u00dfe", PLAIN.get(0)))).isFalse();
  }

  @Test
  void whatItRecognisesEveryReaderReadsWhateverByteIsChangedOrCut() {
    int recognised = 0;
    for (AnyValue value : PLAIN) {
      byte[] good = attribute("http.route", value);
      for (int at = 0; at < good.length; at++) {
        assertThat(isPlain(Arrays.copyOf(good, at))).as("cut at %d", at).isFalse();
        for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
          byte[] changed = good.clone();
          changed[at] = (byte) b;
          if (isPlain(changed)) {
            recognised++;
            assertThat(isRead(changed)).as("%s with %d at %d", value, b, at).isTrue();
          }
        }
      }
    }
    assertThat(recognised).isGreaterThan(1_000);
  }

  private static byte[] attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build().toByteArray();
  }

  /** In the middle of an array whose other bytes would be refused. */
  private static boolean isPlain(byte[] attribute) {
    byte[] around = new byte[attribute.length + 40];
    Arrays.fill(around, (byte) 0xff);
    System.arraycopy(attribute, 0, around, 20, attribute.length);
    return PlainAttribute.isAt(around, 20, 20 + attribute.length);
  }

  private static boolean isRead(byte[] attribute) {
    try {
      KeyValue read = KeyValue.parseFrom(attribute);
      String text = read.getKey() + read.getValue().getStringValue();
      return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
          && read.getUnknownFields().asMap().isEmpty()
          && read.getValue().getUnknownFields().asMap().isEmpty();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
