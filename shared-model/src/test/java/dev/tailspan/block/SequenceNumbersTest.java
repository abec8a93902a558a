package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
  @Test
  void comparesAsBigNumbersDo() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      BigInteger a = new BigInteger(random.nextInt(400), random);
      BigInteger b = random.nextInt(5) == 0 ? a : new BigInteger(random.nextInt(400), random);
      String padded = "0".repeat(random.nextInt(3)) + b;
      assertThat(Integer.signum(SequenceNumbers.compare(a.toString(), padded)))
          .isEqualTo(a.compareTo(b));
    }
  }

  @Test
  void putsNoneBeforeAll() {
    assertThat(SequenceNumbers.compare("", "1")).isNegative();
  }
}
