package dev.tailspan.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;

/**
 * The tokens of a document: objects, lists and scalars in protobuf's JSON mapping, with the place
 * in every error. Each method begins at the first token of a value and ends at its last. {@code
 * null} stands for the default everywhere.
 */
final class OtlpJsonReader {
  private static final int MAX_NAME_IN_PATH = 64;

  /** No 64-bit integer has more digits. */
  private static final int MAX_INTEGER_DIGITS = 20;

  /** Leaves room for a fraction of zeros; what is longer is no number anyone meant. */
  private static final int MAX_NUMBER_LENGTH = 400;

  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  /** An element of nothing is three bytes of JSON, and ten times that in memory. */
  private static final int LEAST_MAX_ELEMENTS = 1 << 21;

  private static final int BYTES_PER_ELEMENT = 16;

  private final JsonParser parser;
  private final int maxNesting;
  private final int maxElements;
  private int nesting;
  private int elements;

  /** Objects are the messages of protobuf, so its limit to their nesting is that of objects. */
  OtlpJsonReader(JsonParser parser, Limits limits) {
    this.parser = parser;
    this.maxNesting = limits.maxNesting();
    this.maxElements = Math.max(LEAST_MAX_ELEMENTS, limits.maxDecodedBytes() / BYTES_PER_ELEMENT);
  }

  /** What is done with a field; the parser stands at its value. */
  interface Field {
    void read(String name) throws IOException, DecodeException;
  }

  /** What is done with an element of a list; the parser stands at it. */
  interface Element {
    void read() throws IOException, DecodeException;
  }

  void object(Field field) throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(parser.currentToken() == JsonToken.START_OBJECT, "an object");
    if (++nesting > maxNesting) {
      throw new DecodeException(
          DecodeException.Reason.NESTED_TOO_DEEP,
          path() + " lies deeper than " + maxNesting + " levels");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field.read(name);
    }
    nesting--;
  }

  void list(Element element) throws IOException, DecodeException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(parser.currentToken() == JsonToken.START_ARRAY, "a list");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (++elements > maxElements) {
        throw DecodeException.tooLarge(
            path() + ": more than " + maxElements + " elements of lists in a record");
      }
      element.read();
    }
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  String text() throws IOException, DecodeException {
    if (isNull()) {
      return "";
    }
    expect(parser.currentToken().isScalarValue(), "a text");
    return wellFormed(parser.getText());
  }

  boolean bool() throws IOException, DecodeException {
    String text = text();
    expect(text.isEmpty() || text.equals("true") || text.equals("false"), "true or false");
    return text.equals("true");
  }

  /** A signed 64-bit integer, as a number or a text. */
  long int64() throws IOException, DecodeException {
    return integer(MIN_INT64, MAX_INT64, "a signed 64-bit integer");
  }

  /** An unsigned 64-bit integer, as a number or a text. */
  long uint64() throws IOException, DecodeException {
    return integer(BigInteger.ZERO, MAX_UINT64, "an unsigned 64-bit integer");
  }

  /** An unsigned 32-bit integer in the bits of an int. */
  int uint32() throws IOException, DecodeException {
    long value = int64();
    expect(value >= 0 && value <= MAX_UINT32, "an unsigned 32-bit integer");
    return (int) value;
  }

  /** The number of an enum value, given as that or by its name in the protobuf file. */
  int enumeration(String prefix, Enum<?>[] values) throws IOException, DecodeException {
    if (isText() && parser.getText().startsWith(prefix)) {
      String name = parser.getText().substring(prefix.length());
      for (Enum<?> value : values) {
        if (value.name().equals(name)) {
          return value.ordinal();
        }
      }
      throw unexpected("a number or a name of OTLP's enum");
    }
    return (int) int64();
  }

  private long integer(BigInteger min, BigInteger max, String what)
      throws IOException, DecodeException {
    if (isNull()) {
      return 0;
    }
    expect(isNumberOrText(), what);
    String text = parser.getText();
    if (text.length() <= 18 && isPlainInteger(text)) {
      long value = Long.parseLong(text);
      expect(value >= 0 || min.signum() < 0, what);
      return value;
    }
    expect(text.length() <= MAX_NUMBER_LENGTH, what);
    try {
      BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();
      // 1e999999999 and 1e-999999999 are short to write, but a gigabyte once made an integer.
      expect(decimal.scale() <= 0 && decimal.scale() >= -MAX_INTEGER_DIGITS, what);
      BigInteger value = decimal.toBigIntegerExact();
      expect(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, what);
      return value.longValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw unexpected(what);
    }
  }

  private static boolean isPlainInteger(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length();
  }

  double real() throws IOException, DecodeException {
    if (isNull()) {
      return 0;
    }
    expect(isNumberOrText(), "a number");
    String text = parser.getText();
    // The Collector takes the spellings of Go, protobuf's own are among them.
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  private double finite(String text) throws DecodeException {
    // Java's own syntax allows more: 0x1p3, 1d, spaces.
    expect(
        text.length() <= MAX_NUMBER_LENGTH
            && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0),
        "a number");
    try {
      double value = Double.parseDouble(text);
      expect(Double.isFinite(value), "a number within the range of a double");
      return value;
    } catch (NumberFormatException e) {
      throw unexpected("a number");
    }
  }

  /** Base64, of the plain or the URL alphabet, padded or not. */
  byte[] bytes() throws IOException, DecodeException {
    if (isNull()) {
      return new byte[0];
    }
    expect(parser.currentToken() == JsonToken.VALUE_STRING, "base64");
    try {
      return Base64.getDecoder().decode(parser.getText().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw unexpected("base64");
    }
  }

  boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  private boolean isNumberOrText() {
    return isText() || parser.currentToken().isNumeric();
  }

  private void expect(boolean met, String what) throws DecodeException {
    if (!met) {
      throw unexpected(what);
    }
  }

  DecodeException unexpected(String what) {
    return DecodeException.malformed(path() + " must be " + what);
  }

  /** Where the parser stands: {@code resourceSpans[0].scopeSpans[0].spans[3].traceId}. */
  String path() {
    StringBuilder path = new StringBuilder();
    JsonStreamContext place = parser.getParsingContext();
    if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
      place = place.getParent(); // the context of a value that has just begun is its own
    }
    for (; place != null; place = place.getParent()) {
      boolean joined = path.length() == 0 || path.charAt(0) == '[';
      if (place.inArray() && place.hasCurrentIndex()) {
        path.insert(0, "[" + place.getCurrentIndex() + "]" + (joined ? "" : "."));
      } else if (place.inObject() && place.hasCurrentName()) {
        path.insert(0, printable(place.getCurrentName()) + (joined ? "" : "."));
      }
    }
    return path.length() == 0 ? "the document" : path.toString();
  }

  private static String printable(String name) {
    String cut =
        name.length() > MAX_NAME_IN_PATH ? name.substring(0, MAX_NAME_IN_PATH) + "…" : name;
    return cut.codePoints().allMatch(c -> c > ' ' && c < 127 || c == '…') ? cut : "?";
  }

  /**
   * A lone half of a surrogate pair has no UTF-8 form: it becomes U+FFFD here rather than '?'
   * later.
   */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
