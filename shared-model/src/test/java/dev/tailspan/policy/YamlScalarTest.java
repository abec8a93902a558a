package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain scalars as go-yaml v3 has them. */
class YamlScalarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes", "no", "on", "off", "y", "tRue", "nULL", "1:30", "1.2.3", "0x", "0b2", "0o8", "1e",
        "-", "+", ".", "12a", "<<", "=", "--1", "0x1.8"
      })
  void textsStayTexts(String text) {
    assertThat(YamlScalar.resolve(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+5, 5",
    "500, 500",
    "1_000, 1000",
    "0x1F, 31",
    "-0X1f, -31",
    "0b101, 5",
    "0o17, 15",
    "017, 15",
    "-9223372036854775808, -9223372036854775808"
  })
  void wholeNumbers(String text, long value) {
    assertThat(YamlScalar.resolve(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "1., 1",
    ".5, 0.5",
    "1e3, 1000",
    "08, 8",
    "-1.5E-3, -0.0015",
    "1_0.5, 10.5",
    "18446744073709551616, 18446744073709551616",
    "-9223372036854775809, -9223372036854775809"
  })
  void numbers(String text, double value) {
    assertThat(YamlScalar.resolve(text)).isEqualTo(value);
  }

  @Test
  void largeCountsKeepTheirBits() {
    assertThat(YamlScalar.resolve("18446744073709551615"))
        .isEqualTo(new BigInteger("18446744073709551615"));
  }

  @Test
  void wordsAndDates() {
    assertThat(YamlScalar.resolve("~")).isNull();
    assertThat(YamlScalar.resolve("")).isNull();
    assertThat(YamlScalar.resolve("Null")).isNull();
    assertThat(YamlScalar.resolve("TRUE")).isEqualTo(true);
    assertThat(YamlScalar.resolve("false")).isEqualTo(false);
    assertThat(YamlScalar.resolve("-.inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(YamlScalar.resolve("2024-1-5")).isInstanceOf(YamlScalar.Timestamp.class);
    assertThat(YamlScalar.resolve("2024-01-05T10:00:00Z")).isInstanceOf(YamlScalar.Timestamp.class);
    assertThat(YamlScalar.resolve("2024-01-05T10:00")).isEqualTo("2024-01-05T10:00");
  }
}
