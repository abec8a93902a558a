package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Parameter.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value is, and other types made of it. */
final class TypeFunctions {
  static final List<Function> ALL =
      List.of(
          asked("IsString", Kind.TEXT, value -> value instanceof String),
          asked("IsInt", Kind.INT, value -> value instanceof Long),
          asked("IsDouble", Kind.DOUBLE, value -> value instanceof Double),
          asked("IsBool", Kind.BOOL, value -> value instanceof Boolean),
          asked("IsMap", Kind.MAP, Values::isMap),
          asked("IsList", Kind.ANY, TypeFunctions::isList),
          asked("IsEmpty", Kind.ANY, TypeFunctions::isEmpty),
          Function.of("IsRootSpan", (a, at) -> at.span().parentSpanIdValue() == 0),
          Function.of("Len", (a, at) -> length(a.any(0, at)), target(Kind.ANY)),
          Function.of("String", (a, at) -> a.textLike(0, at), target(Kind.TEXT_LIKE)),
          Function.of("Int", (a, at) -> Convert.wholeLike(a.any(0, at)), target(Kind.INT_LIKE)),
          Function.of(
              "Double", (a, at) -> Convert.realLike(a.any(0, at)), target(Kind.DOUBLE_LIKE)),
          Function.of("Bool", (a, at) -> Convert.flagLike(a.any(0, at)), target(Kind.BOOL_LIKE)),
          Function.of("Log", (a, at) -> logarithm(a.any(0, at)), target(Kind.DOUBLE_LIKE)),
          Function.of(
              "Hex",
              (a, at) -> HexFormat.of().formatHex(a.bytesLike(0, at)),
              target(Kind.BYTES_LIKE)),
          Function.made("TraceID", a -> id(a, TraceId.BYTES), target(Kind.BYTES_LIKE)),
          Function.made("SpanID", a -> id(a, SpanId.BYTES), target(Kind.BYTES_LIKE)),
          Function.of(
              "ParseInt",
              (a, at) -> parseInt(a.text(0, at), a.whole(1, at)),
              target(Kind.TEXT),
              Parameter.of("Base", Kind.INT)),
          Function.made(
              "Coalesce", TypeFunctions::coalesce, Parameter.of("Values", Kind.WRITTEN_LIST)));

  private TypeFunctions() {}

  private interface Question {
    boolean about(@Nullable Object value);
  }

  private static Function asked(String name, Kind kind, Question question) {
    return Function.of(name, (a, at) -> question.about(a.any(0, at)), target(kind));
  }

  private static Parameter target(Kind kind) {
    return Parameter.of("Target", kind);
  }

  private static boolean isList(@Nullable Object value) {
    return Values.isAnyList(value)
        || value instanceof TextList
        || value instanceof SpanPart part && part.isList();
  }

  /** Nil, nothing inside, or Go's zero value: 0 and false are empty, too. */
  private static boolean isEmpty(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() == 0;
    }
    if (value instanceof Boolean flag) {
      return !flag;
    }
    if (value instanceof Nanos nanos) {
      return nanos.value() == 0;
    }
    if (value instanceof TraceId id) {
      return !id.isValid();
    }
    if (value instanceof SpanId id) {
      return !id.isValid();
    }
    return value == null || size(value) == 0;
  }

  private static Long length(@Nullable Object value) throws OttlEvaluationException {
    int size = value instanceof SpanPart part ? part.size() : value == null ? -1 : size(value);
    if (size < 0) {
      throw new OttlEvaluationException(Values.describe(value) + " has no length");
    }
    return (long) size;
  }

  /** Bytes of a text, items of a list or map; -1 of anything else. */
  private static int size(Object value) {
    if (value instanceof String text) {
      return Utf8Text.length(text);
    }
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    if (value instanceof ArrayValue list) {
      return list.values().size();
    }
    if (value instanceof KeyValueListValue map) {
      return map.values().size();
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return value instanceof TextList list ? list.items().size() : -1;
  }

  private static Double logarithm(@Nullable Object value) throws OttlEvaluationException {
    Double number = Convert.realLike(value);
    if (number == null || number <= 0) {
      throw new OttlEvaluationException("the logarithm of what is not greater than zero");
    }
    return Math.log(number);
  }

  private static Long parseInt(String text, long base) throws OttlEvaluationException {
    if (base < 0 || base == 1 || base > 36) {
      throw new OttlEvaluationException("a number of base " + base);
    }
    return Numbers.parseInt(text, (int) base);
  }

  /** A written id that is none is refused at load. */
  private static Function.Body id(Arguments a, int length) throws OttlSyntaxException {
    if (!(a.expression(0) instanceof Literal)) {
      return at -> id(a.bytesLike(0, at), length);
    }
    Object id;
    try {
      id = id(a.bytesLike(0, OttlContext.NOWHERE), length);
    } catch (OttlEvaluationException e) {
      throw a.wrong(
          0, "An id is wanted, of " + length + " bytes or " + 2 * length + " hex digits.");
    }
    return at -> id;
  }

  private static Object id(byte[] bytes, int length) throws OttlEvaluationException {
    byte[] id = bytes;
    if (bytes.length == 2 * length) {
      try {
        id = HexFormat.of().parseHex(Utf8Text.of(bytes));
      } catch (IllegalArgumentException e) {
        throw new OttlEvaluationException("hex digits are wanted for an id");
      }
    }
    if (id.length != length) {
      throw new OttlEvaluationException("an id is not made of " + bytes.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    return length == SpanId.BYTES
        ? new SpanId(buffer.getLong())
        : new TraceId(buffer.getLong(), buffer.getLong());
  }

  private static Function.Body coalesce(Arguments a) throws OttlSyntaxException {
    List<Expression> values = a.items(0);
    if (values.isEmpty()) {
      throw a.wrong(0, "Coalesce wants at least one value.");
    }
    return at -> {
      Object first = null;
      for (int i = 0; i < values.size() && first == null; i++) {
        first = values.get(i).get(at);
      }
      return first;
    };
  }
}
