package dev.tailspan.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shortcuts around a regular expression must not change what it finds. */
class RegexSearchTest {
  private static final List<String> PARTS =
      List.of(
          "^",
          "$",
          "a",
          "b",
          "/",
          "ab",
          ".",
          ".*",
          "*",
          "+",
          "?",
          "{0,2}",
          "|",
          "(",
          ")",
          "[ab]",
          "\\.",
          "(?i)",
          "(?m)",
          "(?:",
          "\n",
          "\\n",
          "é",
          "😀",
          "\\Qa.b\\E");
  private static final List<String> TEXTS = List.of("a", "b", "/", "A", ".", "\n", "é", "😀", "x");

  @ParameterizedTest
  @CsvSource({
    "^/admin/.*, /admin/users, true",
    "^/admin/.*, /x/admin/users, false",
    "^/admin/, /admin/, true",
    "/internal/[a-z]+$, /v1/internal/jobs, true",
    "/internal/[a-z]+$, /v1/internal/9, false",
    "/internal/[a-z]+$, /v1/extern/jobs, false",
    "ab?, xa, true",
    "ab*c, ac, true",
    "'ab{0,1}', a, true",
    "ab+, a, false",
    "^a|b, xb, true",
    "(?i)admin, ADMIN, true",
    "^, anything, true",
    "'', anything, true",
  })
  void findsWhatTheExpressionFinds(String regex, String text, boolean found) {
    assertThat(RegexSearch.of(regex).finds(text)).isEqualTo(found);
    assertThat(Re2.compile(regex).matcher(text).find()).isEqualTo(found);
  }

  @Test
  void whateverTheExpressionAndTheTextItIsAsWithoutShortcuts() {
    SplittableRandom random = new SplittableRandom(5);
    int compared = 0;
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      String regex = joined(random, PARTS, 6);
      RegexSearch search;
      try {
        search = RegexSearch.of(regex);
      } catch (PatternSyntaxException e) {
        continue;
      }
      for (int n = 0; n < 5; n++) {
        String text = joined(random, TEXTS, 5);
        boolean expected = Re2.compile(regex).matcher(text).find();
        assertThat(search.finds(text)).as("'%s' in '%s'", regex, text).isEqualTo(expected);
        compared++;
        found += expected ? 1 : 0;
      }
    }
    assertThat(compared).isGreaterThan(20_000);
    assertThat(found).isBetween(compared / 10, compared * 9 / 10);
  }

  @Test
  void whatIsNoExpressionIsRefused() {
    assertThatThrownBy(() -> RegexSearch.of("a(")).isInstanceOf(PatternSyntaxException.class);
  }

  private static String joined(SplittableRandom random, List<String> parts, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }
}
