package dev.tailspan.policy;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar is, by the rules of the Collector's YAML library (go-yaml v3): YAML 1.2 words
 * ({@code yes} and {@code on} are texts), numbers as Go writes them (underscores, 0x, 0o, 0b, a
 * leading 0 for octal), dates.
 */
final class YamlScalar {
  /** The value of a date: no setting takes one. */
  record Timestamp(String text) {}

  private static final Map<String, Object> WORDS =
      Map.ofEntries(
          Map.entry("true", true),
          Map.entry("True", true),
          Map.entry("TRUE", true),
          Map.entry("false", false),
          Map.entry("False", false),
          Map.entry("FALSE", false),
          Map.entry(".nan", Double.NaN),
          Map.entry(".NaN", Double.NaN),
          Map.entry(".NAN", Double.NaN),
          Map.entry(".inf", Double.POSITIVE_INFINITY),
          Map.entry(".Inf", Double.POSITIVE_INFINITY),
          Map.entry(".INF", Double.POSITIVE_INFINITY),
          Map.entry("+.inf", Double.POSITIVE_INFINITY),
          Map.entry("+.Inf", Double.POSITIVE_INFINITY),
          Map.entry("+.INF", Double.POSITIVE_INFINITY),
          Map.entry("-.inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.INF", Double.NEGATIVE_INFINITY));
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "([Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
              + "| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?)?");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final int LONGEST_NUMBER = 400;

  private YamlScalar() {}

  /** Null, Boolean, Long, BigInteger (2^63 to 2^64 - 1), Double, {@link Timestamp} or String. */
  static @Nullable Object resolve(String text) {
    if (isNull(text)) {
      return null;
    }
    Object word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
    boolean number = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    return number && text.length() <= LONGEST_NUMBER ? number(text) : text;
  }

  static boolean isNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  private static Object number(String text) {
    if (DATE.matcher(text).matches()) {
      return new Timestamp(text);
    }
    String plain = text.startsWith(".") ? text : text.replace("_", "");
    var integer = INTEGER.matcher(plain);
    if (integer.matches()) {
      BigInteger value = integer(integer.group(2));
      boolean negative = integer.group(1).equals("-");
      BigInteger signed = negative ? value.negate() : value;
      if (signed.bitLength() < Long.SIZE) {
        return signed.longValue();
      }
      if (integer.group(1).isEmpty()
          && signed.compareTo(LEAST) > 0
          && signed.compareTo(MOST) <= 0) {
        return signed;
      }
    }
    return FLOAT.matcher(plain).matches() ? (Object) Double.parseDouble(plain) : text;
  }

  private static BigInteger integer(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return new BigInteger(digits);
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
      case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
      case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
      default -> new BigInteger(digits, 8);
    };
  }
}
