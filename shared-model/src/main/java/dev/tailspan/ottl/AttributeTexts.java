package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.StringValue;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** {@code pcommon.Value.AsString}: like JSON, but for bytes in base64 and nothing as "". */
final class AttributeTexts {
  private AttributeTexts() {}

  static String of(AttributeValue value) throws OttlEvaluationException {
    Object plain = Values.of(value);
    if (value instanceof StringValue text) {
      return text.value();
    }
    if (value instanceof BytesValue bytes) {
      return Base64.getEncoder().encodeToString(bytes.value());
    }
    return value instanceof DoubleValue number ? real(number.value()) : orEmpty(plain);
  }

  private static String orEmpty(@Nullable Object value) throws OttlEvaluationException {
    return value == null ? "" : JsonText.of(value, false);
  }

  private static String real(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    // The exponent is not padded to two digits below zero.
    return Numbers.json(number).replaceFirst("e-0", "e-");
  }
}
