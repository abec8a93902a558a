package dev.tailspan.ottl;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.ottl.Parameter.Kind;
import dev.tailspan.text.Re2;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts read as something: JSON, pairs, lines of CSV, URLs, addresses. */
final class ParseFunctions {
  private static final Parameter TARGET = Parameter.of("Target", Kind.TEXT);

  static final List<Function> ALL =
      List.of(
          Function.of("ParseJSON", (a, at) -> JsonReader.read(a.text(0, at)), TARGET),
          Function.of("URL", (a, at) -> UrlParts.of(a.text(0, at)), Parameter.of("URI", Kind.TEXT)),
          Function.made(
              "ExtractPatterns",
              ParseFunctions::extractPatterns,
              TARGET,
              Parameter.of("Pattern", Kind.TEXT)),
          Function.made(
              "ParseKeyValue",
              ParseFunctions::parseKeyValue,
              TARGET,
              Parameter.optional("Delimiter", Kind.WRITTEN_TEXT),
              Parameter.optional("PairDelimiter", Kind.WRITTEN_TEXT)),
          Function.made(
              "ToKeyValueString",
              ParseFunctions::toKeyValueString,
              Parameter.of("Target", Kind.MAP),
              Parameter.optional("Delimiter", Kind.WRITTEN_TEXT),
              Parameter.optional("PairDelimiter", Kind.WRITTEN_TEXT),
              Parameter.optional("SortOutput", Kind.WRITTEN_BOOL)),
          Function.made(
              "ParseCSV",
              Csv::function,
              TARGET,
              Parameter.of("Header", Kind.TEXT),
              Parameter.optional("Delimiter", Kind.WRITTEN_TEXT),
              Parameter.optional("HeaderDelimiter", Kind.WRITTEN_TEXT),
              Parameter.optional("Mode", Kind.WRITTEN_TEXT)),
          Function.made(
              "IsInCIDR",
              ParseFunctions::isInCidr,
              TARGET,
              Parameter.of("Networks", Kind.WRITTEN_LIST_OF_TEXTS)),
          Function.of(
              "IsValidLuhn",
              (a, at) -> isValidLuhn(a.textLike(0, at)),
              Parameter.of("Target", Kind.TEXT_LIKE)));

  private ParseFunctions() {}

  private static Function.Body extractPatterns(Arguments a) throws OttlSyntaxException {
    String text = a.literalText(1);
    try {
      Pattern known = text == null ? null : Re2.compileNamed(text);
      return at -> groups(known == null ? compile(a.text(1, at)) : known, a.text(0, at));
    } catch (PatternSyntaxException e) {
      throw a.wrong(1, TextFunctions.notOne(String.valueOf(text), e) + ".");
    }
  }

  private static Pattern compile(String text) throws OttlEvaluationException {
    try {
      return Re2.compileNamed(text);
    } catch (PatternSyntaxException e) {
      throw new OttlEvaluationException(TextFunctions.notOne(text, e));
    }
  }

  private static KeyValueListValue groups(Pattern pattern, String text)
      throws OttlEvaluationException {
    if (pattern.namedGroups().isEmpty()) {
      throw new OttlEvaluationException("the regular expression names no group");
    }
    Matcher matcher = pattern.matcher(text);
    List<KeyValue> found = new ArrayList<>();
    if (matcher.find()) {
      pattern.namedGroups().entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(
              group -> {
                String part = matcher.group(group.getValue());
                found.add(new KeyValue(group.getKey(), new StringValue(part == null ? "" : part)));
              });
    }
    return new KeyValueListValue(new Attributes(found));
  }

  private static Function.Body parseKeyValue(Arguments a) throws OttlSyntaxException {
    String delimiter = delimiter(a, 1, "=");
    String pairDelimiter = pairDelimiter(a, delimiter);
    return at -> KeyValuePairs.read(a.text(0, at), delimiter, pairDelimiter);
  }

  private static Function.Body toKeyValueString(Arguments a) throws OttlSyntaxException {
    String delimiter = delimiter(a, 1, "=");
    String pairDelimiter = pairDelimiter(a, delimiter);
    return at -> {
      List<KeyValue> entries = new ArrayList<>(a.map(0, at).entries());
      if (a.flag(3)) {
        entries.sort(Comparator.comparing(KeyValue::key, Utf8Text::compare));
      }
      return KeyValuePairs.write(entries, delimiter, pairDelimiter);
    };
  }

  private static String pairDelimiter(Arguments a, String delimiter) throws OttlSyntaxException {
    String pairDelimiter = delimiter(a, 2, " ");
    if (pairDelimiter.equals(delimiter)) {
      throw a.wrong(a.has(2) ? 2 : 1, "The two delimiters must differ.");
    }
    return pairDelimiter;
  }

  private static String delimiter(Arguments a, int i, String absent) throws OttlSyntaxException {
    String delimiter = a.written(i, absent);
    if (delimiter.isEmpty()) {
      throw a.wrong(i, "A delimiter is not empty.");
    }
    return delimiter;
  }

  private static Function.Body isInCidr(Arguments a) throws OttlSyntaxException {
    List<Expression> networks = a.items(1);
    if (!networks.stream().allMatch(Expression::isLiteral)) {
      return at -> isInCidr(a.text(0, at), networks, at);
    }
    List<IpNetwork> known = new ArrayList<>();
    for (Object network : a.writtenTexts(1)) {
      IpNetwork parsed = IpNetwork.parse(String.valueOf(network));
      if (parsed == null) {
        throw a.wrong(1, "\"" + network + "\" is no network such as 10.0.0.0/8.");
      }
      known.add(parsed);
    }
    return at -> {
      byte[] address = IpNetwork.address(a.text(0, at));
      return address != null && known.stream().anyMatch(network -> network.contains(address));
    };
  }

  private static boolean isInCidr(String text, List<Expression> networks, OttlContext at)
      throws OttlEvaluationException {
    byte[] address = IpNetwork.address(text);
    for (int i = 0; i < networks.size() && address != null; i++) {
      String written = Convert.text(networks.get(i).get(at));
      IpNetwork network = IpNetwork.parse(written);
      if (network == null) {
        throw new OttlEvaluationException("\"" + written + "\" is no network");
      }
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isValidLuhn(@Nullable String text) throws OttlEvaluationException {
    if (text == null) {
      throw new OttlEvaluationException("nil is no number");
    }
    String digits = text.replace(" ", "");
    int sum = 0;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new OttlEvaluationException("a number of a card has only digits");
      }
      int doubled = (digits.length() - i) % 2 == 0 ? 2 * digit : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return !digits.isEmpty() && sum % 10 == 0;
  }
}
