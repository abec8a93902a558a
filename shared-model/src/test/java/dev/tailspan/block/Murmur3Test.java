package dev.tailspan.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Murmur3Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|00000000000000000000000000000000",
        "hello|cbd8a7b341bd9b025b1e906a48ae1d19",
        "hello, world|342fac623a5ebc8e4cdcbc079642414d",
        "19 Jan 2038 at 3:14:07 AM|b89e5988b737affc664fc2950231b2cb",
        "The quick brown fox jumps over the lazy dog.|cd99481f9ee902c9695da1a38987b6e7"
      })
  void givesThePublishedVectors(String text, String hash) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(Murmur3.hex128(bytes, 0, bytes.length)).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33})
  void dependsOnEveryByteAndOnTheSeedButNotOnThePlace(int length) {
    byte[] bytes = new byte[length + 8];
    long hash = Murmur3.hash64(bytes, 3, length, 1);
    assertThat(Murmur3.hash64(bytes, 5, length, 1)).isEqualTo(hash);
    assertThat(Murmur3.hash64(bytes, 3, length, 2)).isNotEqualTo(hash);
    for (int i = 3; i < 3 + length; i++) {
      bytes[i] = 1;
      assertThat(Murmur3.hash64(bytes, 3, length, 1)).isNotEqualTo(hash);
      bytes[i] = 0;
    }
  }
}
