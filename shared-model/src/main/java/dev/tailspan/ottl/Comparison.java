package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The comparisons of {@code compare.go}. Values that cannot be compared only differ. */
enum Comparison {
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL;

  static Comparison of(String operator) {
    return switch (operator) {
      case "==" -> EQUAL;
      case "!=" -> NOT_EQUAL;
      case "<" -> LESS;
      case "<=" -> LESS_OR_EQUAL;
      case ">" -> GREATER;
      default -> GREATER_OR_EQUAL;
    };
  }

  /**
   * @throws OttlEvaluationException for two []string, on which the Collector panics
   */
  boolean holds(@Nullable Object a, @Nullable Object b) throws OttlEvaluationException {
    if (a == null) {
      return b == null ? ordered(0) : againstNil(b);
    }
    if (a instanceof String x) {
      return b instanceof String y ? ordered(Utf8Text.compare(x, y)) : unrelated();
    }
    if (a instanceof Long x && b instanceof Long y) {
      return ordered(Long.compare(x, y));
    }
    if (a instanceof Long || a instanceof Double) {
      return Values.isNumber(b) ? real(Values.asDouble(a), Values.asDouble(b)) : unrelated();
    }
    if (a instanceof Boolean x) {
      return b instanceof Boolean y ? ordered(Boolean.compare(x, y)) : unrelated();
    }
    if (a instanceof byte[] x) {
      return bytes(x, b);
    }
    if (a instanceof Nanos x) {
      return b instanceof Nanos y ? ordered(Long.compare(x.value(), y.value())) : unrelated();
    }
    if (a instanceof ZonedDateTime x) {
      return b instanceof ZonedDateTime y
          ? ordered(x.toInstant().compareTo(y.toInstant()))
          : unrelated();
    }
    return compound(a, b);
  }

  private boolean compound(Object a, @Nullable Object b) throws OttlEvaluationException {
    if (a instanceof KeyValueListValue x && b instanceof KeyValueListValue y) {
      return same(Sameness.maps(x.values(), y.values()));
    }
    if (a instanceof ArrayValue x && b instanceof ArrayValue y) {
      return same(Sameness.lists(x.values(), y.values()));
    }
    boolean maps = Values.isMap(a) && Values.isMap(b);
    boolean lists = Values.isAnyList(a) && Values.isAnyList(b);
    if (maps || lists) {
      return same(Sameness.deep(Raw.of(a), Raw.of(b)));
    }
    boolean asksForSameness = this == EQUAL || this == NOT_EQUAL;
    if (asksForSameness && a instanceof TextList && b instanceof TextList) {
      throw new OttlEvaluationException("two lists of texts as Split gives cannot be compared");
    }
    boolean opaque = !(a instanceof AttributeValue || a instanceof Map || a instanceof List);
    return opaque && a.equals(b) ? same(true) : unrelated();
  }

  /** Go swaps the sides without turning the operator, which makes no difference but for bytes. */
  private boolean againstNil(Object b) throws OttlEvaluationException {
    return holds(b, null);
  }

  /** An empty value of bytes reads as a nil slice, and that equals nil. */
  private boolean bytes(byte[] a, @Nullable Object b) throws OttlEvaluationException {
    if (a.length == 0) {
      return b == null || b instanceof byte[] y && y.length == 0 ? ordered(0) : holds(b, null);
    }
    return b instanceof byte[] y && y.length > 0
        ? ordered(Arrays.compareUnsigned(a, y))
        : unrelated();
  }

  private boolean real(double a, double b) {
    return switch (this) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_OR_EQUAL -> a >= b;
    };
  }

  private boolean ordered(int order) {
    return real(order, 0);
  }

  /** Of what has no order. */
  private boolean same(boolean same) {
    return this == EQUAL ? same : this == NOT_EQUAL && !same;
  }

  private boolean unrelated() {
    return this == NOT_EQUAL;
  }
}
