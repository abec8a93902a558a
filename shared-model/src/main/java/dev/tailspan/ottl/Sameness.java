package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When two maps or lists are the same: pcommon's {@code Equal} for two attribute values, Go's
 * {@code reflect.DeepEqual} otherwise. Both tell 1 from 1.0.
 */
final class Sameness {
  private Sameness() {}

  static boolean maps(Attributes a, Attributes b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (KeyValue entry : a) {
      AttributeValue other = b.get(entry.key());
      if (other == null || !values(entry.value(), other)) {
        return false;
      }
    }
    return true;
  }

  static boolean lists(List<AttributeValue> a, List<AttributeValue> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!values(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean values(AttributeValue a, AttributeValue b) {
    if (a instanceof KeyValueListValue x && b instanceof KeyValueListValue y) {
      return maps(x.values(), y.values());
    }
    if (a instanceof ArrayValue x && b instanceof ArrayValue y) {
      return lists(x.values(), y.values());
    }
    // Records of doubles compare by bits, Go by value: 0.0 is -0.0, NaN is not NaN.
    return a instanceof DoubleValue x && b instanceof DoubleValue y
        ? x.value() == y.value()
        : a.equals(b);
  }

  /** Of values as {@link Raw#of} gives them. */
  static boolean deep(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size()
          && x.entrySet().stream()
              .allMatch(e -> y.containsKey(e.getKey()) && deep(e.getValue(), y.get(e.getKey())));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return deep(x, y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    return a == null ? b == null : a.equals(b);
  }

  private static boolean deep(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!deep(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
