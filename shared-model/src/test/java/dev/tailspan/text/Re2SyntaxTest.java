package dev.tailspan.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Go's regexp (1.26) takes and refuses, asked of it. */
class Re2SyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000})",
        "[)({]{3}",
        "\\Q((((\\E{9}",
        "a{,5}",
        "(?:a{10}){100}",
        "(a{10}|b){100}c{1000}",
        "[a{1001}]",
        "\\{1001}",
        "\\p{Greek}{1000}",
        "[[:alpha:]\\]]{1000}",
        "a{1001",
        "(a{0,500}){2,}",
        "[^]a]{2}",
        "(?P<n>a{500}){2}(?P<n>b)",
        "\\x{41}{1000}",
        "(a*){1000}"
      })
  void taken(String regex) {
    assertThat(Re2.compile(regex)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100})b){100}",
        "x{2}{3}",
        "a{2,}{3}",
        "(a{2}){500}(b{2}){501}",
        "(?P<n>a{500}){3}(?P<n>b)",
        "(a{5}*){200}"
      })
  void refused(String regex) {
    assertThatThrownBy(() -> Re2.compile(regex)).isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void bracketsMayNest999Deep() {
    assertThat(Re2.compile("(".repeat(999) + ")".repeat(999))).isNotNull();
    assertThatThrownBy(() -> Re2.compile("(".repeat(1_000) + ")".repeat(1_000)))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void groupsOfOneNameStillMatch() {
    assertThat(Re2.compile("(?P<n>a)[(?P<n>](?P<n>b)").matcher("xa<b").find()).isTrue();
  }
}
