package dev.tailspan.ottl;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The calculations of {@code math.go}: integers wrap around, as they do in Go. */
final class Arithmetic {
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

  private Arithmetic() {}

  static Object negate(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof Long number) {
      return -number;
    }
    if (value instanceof Double number) {
      return -number;
    }
    throw new OttlEvaluationException("a minus stands before " + Values.describe(value));
  }

  static Object of(@Nullable Object a, char operator, @Nullable Object b)
      throws OttlEvaluationException {
    if (a instanceof Long x && b instanceof Long y) {
      return whole(x, operator, y);
    }
    if (Values.isNumber(a) && Values.isNumber(b)) {
      return real(Values.asDouble(a), operator, Values.asDouble(b));
    }
    Object result = null;
    if (a instanceof ZonedDateTime x && (operator == '+' || operator == '-')) {
      result = time(x, operator, b);
    } else if (a instanceof Nanos x && b instanceof Nanos y && operator == '+') {
      result = new Nanos(x.value() + y.value());
    } else if (a instanceof Nanos x && b instanceof Nanos y && operator == '-') {
      result = new Nanos(x.value() - y.value());
    } else if (a instanceof Nanos x && b instanceof ZonedDateTime y && operator == '+') {
      result = plus(y, x.value());
    }
    if (result == null) {
      throw new OttlEvaluationException(
          Values.describe(a) + " " + operator + " " + Values.describe(b) + " is no calculation");
    }
    return result;
  }

  private static Long whole(long x, char operator, long y) throws OttlEvaluationException {
    return switch (operator) {
      case '+' -> x + y;
      case '-' -> x - y;
      case '*' -> x * y;
      default -> {
        if (y == 0) {
          throw divisionByZero();
        }
        yield x / y;
      }
    };
  }

  private static Double real(double x, char operator, double y) throws OttlEvaluationException {
    return switch (operator) {
      case '+' -> x + y;
      case '-' -> x - y;
      case '*' -> x * y;
      default -> {
        if (y == 0) {
          throw divisionByZero();
        }
        yield x / y;
      }
    };
  }

  private static OttlEvaluationException divisionByZero() {
    return new OttlEvaluationException("a division by zero");
  }

  private static @Nullable Object time(ZonedDateTime time, char operator, @Nullable Object other)
      throws OttlEvaluationException {
    if (other instanceof Nanos nanos) {
      return plus(time, operator == '+' ? nanos.value() : -nanos.value());
    }
    return operator == '-' && other instanceof ZonedDateTime earlier ? since(time, earlier) : null;
  }

  private static ZonedDateTime plus(ZonedDateTime time, long nanos) throws OttlEvaluationException {
    try {
      return time.plusNanos(nanos);
    } catch (DateTimeException e) {
      throw new OttlEvaluationException("a time beyond all calendars");
    }
  }

  /** Ends at the longest duration there is instead of wrapping around. */
  private static Nanos since(ZonedDateTime time, ZonedDateTime earlier) {
    BigInteger nanos = nanos(time).subtract(nanos(earlier));
    return new Nanos(nanos.min(MOST).max(LEAST).longValue());
  }

  static BigInteger nanos(ZonedDateTime time) {
    return BigInteger.valueOf(time.toEpochSecond())
        .multiply(BILLION)
        .add(BigInteger.valueOf(time.getNano()));
  }
}
