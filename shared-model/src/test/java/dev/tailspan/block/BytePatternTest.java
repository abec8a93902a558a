package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BytePatternTest {
  @Test
  void findsWhatStringFinds() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      String text = letters(random, random.nextInt(20));
      String pattern = letters(random, 1 + random.nextInt(5));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

      assertThat(BytePattern.of(pattern).isIn(bytes, 0, bytes.length))
          .as("%s in %s", pattern, text)
          .isEqualTo(text.contains(pattern));
    }
  }

  @Test
  void looksOnlyBetweenTheBounds() {
    byte[] bytes = "xdebugx".getBytes(StandardCharsets.UTF_8);

    assertThat(BytePattern.of("debug").isIn(bytes, 1, 5)).isTrue();
    assertThat(BytePattern.of("debug").isIn(bytes, 2, 5)).isFalse();
    assertThat(BytePattern.of("debug").isIn(bytes, 0, 5)).isFalse();
  }

  private static String letters(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abé".charAt(random.nextInt(3)));
    }
    return text.toString();
  }
}
