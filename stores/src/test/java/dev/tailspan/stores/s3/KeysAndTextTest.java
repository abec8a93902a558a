package dev.tailspan.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysAndTextTest {
  @Test
  void ordinaryTextStaysReadableInAKey() {
    assertThat(ObjectKeys.segment("shardId-000000000000")).isEqualTo("shardId-000000000000");
  }

  @Test
  void aSegmentIsNeverAnotherDirectory() {
    assertThat(ObjectKeys.segment("..")).isEqualTo("!2E!2E");
    assertThat(ObjectKeys.segment("a/b")).isEqualTo("a!2Fb");
    assertThat(ObjectKeys.segment("")).isEqualTo("!");
    assertThat(ObjectKeys.segment("!")).isEqualTo("!21");
    assertThat(ObjectKeys.segment("ü")).isEqualTo("!C3!BC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "100 %", "%41", "a+b", "ü日\uD83D\uDE00", "\u0000\n\t~"})
  void anyTextSurvivesAsAscii(String text) {
    String encoded = AsciiText.encode(text, 1000);

    assertThat(encoded).matches("[!-~]*");
    assertThat(AsciiText.decode(encoded)).isEqualTo(text);
  }

  @Test
  void whatDoesNotFitIsCutBetweenCharacters() {
    assertThat(AsciiText.encode("日日日", 27)).isEqualTo("%E6%97%A5%E6%97%A5%E6%97%A5");
    assertThat(AsciiText.encode("日日日", 26)).isEqualTo("%E6%97%A5%E6%97%A5...");
    assertThat(AsciiText.encode("日日日", 20)).isEqualTo("%E6%97%A5...");
    assertThat(AsciiText.encode("abcdef", 5)).isEqualTo("ab...");
    assertThat(AsciiText.encode("abcde", 5)).isEqualTo("abcde");
  }
}
