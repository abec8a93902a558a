package dev.tailspan.ottl;

import dev.tailspan.ottl.Sprintf.Directive;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value under one directive of {@code fmt.Sprintf}. */
final class GoFormat {
  /** From which exponent on {@code %g} and {@code %v} write one, where no precision is given. */
  private static final int SHORTEST_LIMIT = 6;

  private GoFormat() {}

  static String of(Directive given, @Nullable Object value) throws OttlEvaluationException {
    Directive directive = given.verb() == 'v' ? given.without('+') : given;
    if (directive.verb() == 'T') {
      return padded(directive, GoTexts.type(value), false);
    }
    if (value == null) {
      return directive.verb() == 'v' ? padded(directive, "<nil>", false) : bad(directive, value);
    }
    if (value instanceof Boolean flag) {
      return "tv".indexOf(directive.verb()) >= 0
          ? padded(directive, flag.toString(), false)
          : bad(directive, value);
    }
    if (value instanceof Long || value instanceof Integer) {
      return whole(directive, ((Number) value).longValue(), value);
    }
    if (value instanceof Nanos nanos && "dboxXcqU".indexOf(directive.verb()) >= 0) {
      return whole(directive, nanos.value(), value);
    }
    if (value instanceof Double number) {
      return real(directive, number);
    }
    if (value instanceof byte[] bytes && directive.verb() != 'v') {
      return text(directive, Utf8Text.of(bytes), value);
    }
    return text(directive, GoTexts.of(value), value);
  }

  /** Of an argument nobody asked for. */
  static String typed(@Nullable Object value) throws OttlEvaluationException {
    return value == null ? "<nil>" : GoTexts.type(value) + "=" + plain(value);
  }

  private static String bad(Directive directive, @Nullable Object value)
      throws OttlEvaluationException {
    return "%!" + directive.verb() + "(" + typed(value) + ")";
  }

  /** As {@code %v}. */
  static String plain(@Nullable Object value) throws OttlEvaluationException {
    return of(new Directive("", 0, -1, 'v'), value);
  }

  private static String text(Directive directive, String text, Object value)
      throws OttlEvaluationException {
    String cut = text;
    if (directive.precision() >= 0
        && directive.precision() < text.codePointCount(0, text.length())) {
      cut = text.substring(0, text.offsetByCodePoints(0, directive.precision()));
    }
    HexFormat hex = HexFormat.of();
    return switch (directive.verb()) {
      case 's', 'v' -> padded(directive, cut, false);
      case 'x' -> padded(directive, hex.formatHex(Utf8Text.bytes(cut)), false);
      case 'X' -> padded(directive, hex.withUpperCase().formatHex(Utf8Text.bytes(cut)), false);
      case 'q' -> padded(directive, GoTexts.quoted(cut, '"'), false);
      default -> bad(directive, value);
    };
  }

  private static String whole(Directive directive, long number, Object value)
      throws OttlEvaluationException {
    int radix =
        switch (directive.verb()) {
          case 'd', 'v' -> 10;
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          default -> 0;
        };
    if (radix == 0) {
      return letter(directive, number, value);
    }
    String digits = Long.toString(number, radix).replace("-", "");
    digits = "0".repeat(Math.max(0, directive.precision() - digits.length())) + digits;
    digits = directive.precision() == 0 && number == 0 ? "" : digits;
    String sign = number < 0 ? "-" : directive.has('+') ? "+" : directive.has(' ') ? " " : "";
    String all = sign + (directive.verb() == 'X' ? digits.toUpperCase(Locale.ROOT) : digits);
    return padded(directive, all, directive.precision() < 0);
  }

  private static String letter(Directive directive, long number, Object value)
      throws OttlEvaluationException {
    int point = number < 0 || number > Character.MAX_CODE_POINT ? 0xfffd : (int) number;
    return switch (directive.verb()) {
      case 'c' -> padded(directive, Character.toString(point), false);
      case 'q' -> padded(directive, GoTexts.quoted(Character.toString(point), '\''), false);
      case 'U' -> padded(directive, "U+" + String.format(Locale.ROOT, "%04X", number), false);
      default -> bad(directive, value);
    };
  }

  private static String real(Directive directive, double number) throws OttlEvaluationException {
    char verb = directive.verb();
    if ("eEfFgGv".indexOf(verb) < 0) {
      return bad(directive, number);
    }
    boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
    boolean negative = number < 0 || number == 0 && 1 / number < 0;
    double size = Math.abs(number);
    String digits =
        finite ? digits(verb, size, directive.precision()) : Double.isNaN(number) ? "NaN" : "Inf";
    String plus =
        directive.has('+') || number == Double.POSITIVE_INFINITY
            ? "+"
            : directive.has(' ') ? " " : "";
    String sign = negative ? "-" : Double.isNaN(number) && !directive.has('+') ? "" : plus;
    String all = sign + digits;
    return padded(
        directive, verb == 'E' || verb == 'G' ? all.toUpperCase(Locale.ROOT) : all, finite);
  }

  private static String digits(char verb, double size, int precision) {
    BigDecimal exact = new BigDecimal(size);
    if (verb == 'f' || verb == 'F') {
      return exact.setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN).toPlainString();
    }
    if (verb == 'e' || verb == 'E') {
      int digits = precision < 0 ? 6 : precision;
      return exponential(exact, digits);
    }
    int wanted = precision == 0 ? 1 : precision;
    BigDecimal value =
        size == 0
            ? BigDecimal.ZERO
            : precision < 0
                ? Numbers.shortest(size)
                : exact.round(new MathContext(wanted, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    int exponent = value.precision() - 1 - value.scale();
    int limit = precision < 0 ? SHORTEST_LIMIT : wanted;
    if (precision > value.precision() && value.precision() > exponent) {
      limit = value.precision();
    }
    boolean scientific = size != 0 && (exponent < -4 || exponent >= limit);
    return scientific ? Numbers.scientific(value) : value.toPlainString();
  }

  private static String exponential(BigDecimal exact, int digits) {
    BigDecimal rounded =
        exact.signum() == 0
            ? BigDecimal.ZERO.setScale(digits)
            : exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = exact.signum() == 0 ? 0 : rounded.precision() - 1 - rounded.scale();
    String all = rounded.unscaledValue().toString();
    all = (all + "0".repeat(Math.max(0, digits + 1 - all.length()))).substring(0, digits + 1);
    return all.charAt(0)
        + (digits == 0 ? "" : "." + all.substring(1))
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Zeros are set behind the sign, blanks before it or, with a minus, at the end. */
  private static String padded(Directive directive, String text, boolean number) {
    int missing = directive.width() - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (directive.has('-')) {
      return text + " ".repeat(missing);
    }
    if (!directive.has('0') || !number && isNumberVerb(directive)) {
      return " ".repeat(missing) + text;
    }
    boolean signed = number && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
    return signed
        ? text.charAt(0) + "0".repeat(missing) + text.substring(1)
        : "0".repeat(missing) + text;
  }

  private static boolean isNumberVerb(Directive directive) {
    return "dboxXeEfFgG".indexOf(directive.verb()) >= 0;
  }
}
