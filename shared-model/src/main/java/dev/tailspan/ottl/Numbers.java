package dev.tailspan.ottl;

import dev.tailspan.text.Excerpt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Numbers from and to texts as Go's {@code strconv} does it. */
final class Numbers {
  private static final int LONGEST = 1_000;
  private static final Pattern REAL =
      Pattern.compile(
          "[-+]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
              + "|0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][-+]?[0-9]+)");
  private static final Pattern INFINITE = Pattern.compile("(?i)[-+]?inf(inity)?");

  private Numbers() {}

  /** A written int; a leading 0 makes it octal, as in Go. */
  static Long whole(Token token) throws OttlSyntaxException {
    return Function.atLoad(token.offset(), () -> parseInt(token.text(), 0));
  }

  static Double real(Token token) throws OttlSyntaxException {
    return Function.atLoad(token.offset(), () -> parseDouble(token.text()));
  }

  /**
   * {@code strconv.ParseInt}.
   *
   * @param base 2 to 36, or 0 to go by the prefix
   */
  static long parseInt(String text, int base) throws OttlEvaluationException {
    boolean sign = text.startsWith("-") || text.startsWith("+");
    String digits = sign ? text.substring(1) : text;
    int radix = base;
    if (base == 0) {
      radix = prefixed(digits, "xX") ? 16 : prefixed(digits, "bB") ? 2 : 10;
      boolean octal = radix == 10 && digits.length() > 1 && digits.startsWith("0");
      int skip = radix != 10 || prefixed(digits, "oO") ? 2 : octal ? 1 : 0;
      radix = octal ? 8 : radix;
      digits = withoutUnderscores(digits.substring(skip), skip > 0);
    }
    if (radix < 2 || radix > 36 || digits.length() > LONGEST || !isNumber(digits, radix)) {
      throw new OttlEvaluationException(Excerpt.quoted(text) + " is no int");
    }
    BigInteger value = new BigInteger((text.startsWith("-") ? "-" : "") + digits, radix);
    if (value.bitLength() > 63) {
      throw new OttlEvaluationException(Excerpt.quoted(text) + " is more than an int holds");
    }
    return value.longValue();
  }

  private static boolean prefixed(String digits, String letters) {
    return digits.length() > 1 && digits.charAt(0) == '0' && letters.indexOf(digits.charAt(1)) >= 0;
  }

  /** One may stand between digits, and behind a prefix. */
  private static String withoutUnderscores(String digits, boolean prefix) {
    return digits.matches((prefix ? "_?" : "") + "[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*")
        ? digits.replace("_", "")
        : digits;
  }

  private static boolean isNumber(String digits, int radix) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) >= 0x80 || Character.digit(digits.charAt(i), radix) < 0) {
        return false;
      }
    }
    return !digits.isEmpty();
  }

  /** {@code strconv.ParseFloat}. */
  static double parseDouble(String text) throws OttlEvaluationException {
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (INFINITE.matcher(text).matches()) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    String digits = joined(text);
    double value =
        text.length() <= LONGEST && REAL.matcher(digits).matches()
            ? Double.parseDouble(digits)
            : Double.NaN;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new OttlEvaluationException(Excerpt.quoted(text) + " is no double");
    }
    return value;
  }

  /** Without the underscores, if each stands between two digits or behind the 0x of hex digits. */
  private static String joined(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean hex = text.regionMatches(true, start, "0x", 0, 2);
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      boolean behind = isDigit(text, i - 1, hex) || hex && i == start + 2;
      if (!behind || !isDigit(text, i + 1, hex)) {
        return text;
      }
    }
    return text.replace("_", "");
  }

  private static boolean isDigit(String text, int i, boolean hex) {
    return i >= 0 && i < text.length() && isNumber(text.substring(i, i + 1), hex ? 16 : 10);
  }

  /** Towards zero; beyond the range the least int, as on the Collector's usual processors. */
  static long truncated(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  /** The shortest decimal that reads as the number again. */
  static BigDecimal shortest(double finite) {
    BigDecimal exact = new BigDecimal(finite);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == finite) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** {@code 1.5e+07}: the digits with an exponent of at least two digits. */
  static String scientific(BigDecimal value) {
    String digits = value.unscaledValue().abs().toString();
    int exponent = value.signum() == 0 ? 0 : digits.length() - 1 - value.scale();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (value.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** As JSON writes it: with an exponent from 1e21 on and below 1e-6. */
  static String json(double finite) {
    if (finite == 0) {
      return 1 / finite < 0 ? "-0" : "0";
    }
    double size = Math.abs(finite);
    BigDecimal value = shortest(finite);
    return size < 1e-6 || size >= 1e21 ? scientific(value) : value.toPlainString();
  }
}
