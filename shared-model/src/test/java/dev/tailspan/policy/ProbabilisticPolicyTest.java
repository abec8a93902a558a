package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.vote;
import static dev.tailspan.policy.TraceKit.withId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.TraceId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbabilisticPolicyTest {
  private static String percent(String percentage) {
    return "type: probabilistic, probabilistic: {sampling_percentage: " + percentage + "}";
  }

  /** Written by a Go program with hash/fnv. */
  @ParameterizedTest
  @CsvSource({
    "default-hash-seed, 00000000000000000000000000000001, e19535eed1bbaa8a",
    "default-hash-seed, 0af7651916cd43dd8448eb211c80319c, 33bf83d45f51634c",
    "default-hash-seed, ffffffffffffffffffffffffffffffff, 17bec3739634fe2d",
    "default-hash-seed, 80000000000000000000000000000000, 628a52e5472f8bbd",
    "default-hash-seed, 4bf92f3577b34da6a3ce929d0e0e4736, a54533ba2e4970b5",
    "salt, 00000000000000000000000000000001, 66224722a6a23c0e",
    "salt, 0af7651916cd43dd8448eb211c80319c, db07df0e45e98300",
    "salt, ffffffffffffffffffffffffffffffff, 6ab0e2762e25a9b1",
    "salt, 80000000000000000000000000000000, e71764191c161d41",
    "salt, 4bf92f3577b34da6a3ce929d0e0e4736, ad8863fce094f3f1",
    "Sälz 🧂, 00000000000000000000000000000001, e5b8af8d43e70cb6",
    "Sälz 🧂, 0af7651916cd43dd8448eb211c80319c, 684feb9cf1c89ac8",
    "Sälz 🧂, ffffffffffffffffffffffffffffffff, 4ac6645453eae459",
    "Sälz 🧂, 80000000000000000000000000000000, 64c39496ce732ee9",
    "Sälz 🧂, 4bf92f3577b34da6a3ce929d0e0e4736, 1dfc1cfa8e8ff059",
  })
  void theHashIsThatOfTheProcessor(String salt, String id, String hash) {
    assertThat(Salt.of(salt).hash(TraceId.fromHex(id))).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  /** Written by a Go program with math/big, as the processor computes them. */
  @ParameterizedTest
  @CsvSource({
    "0, 0000000000000000",
    "1e-18, 0000000000000000",
    "1e-15, 00000000000000b8",
    "0.0001, 000010c6f7a0b5ed",
    "0.1, 004189374bc6a7ef",
    "1, 028f5c28f5c28f5f",
    "3, 07ae147ae147adff",
    "5, 0cccccccccccccff",
    "10, 19999999999999ff",
    "12.5, 1fffffffffffffff",
    "25, 3fffffffffffffff",
    "33.3, 553f7ced91686fff",
    "50, 7fffffffffffffff",
    "66.6, aa7ef9db22d0dfff",
    "75, bfffffffffffffff",
    "90, e6666666666667ff",
    "99, fd70a3d70a3d6fff",
    "99.9, ffbe76c8b4395fff",
    "99.99999999999999, fffffffffffff7ff",
    "100, ffffffffffffffff",
    "101, ffffffffffffffff",
    "-5, 0000000000000000",
    "4.9e-324, 0000000000000000",
    "1e-300, 0000000000000000",
    "Infinity, ffffffffffffffff",
  })
  void theLimitIsThatOfTheProcessorToTheBit(double percentage, String limit) {
    assertThat(ProbabilisticPolicy.limit(percentage / 100))
        .isEqualTo(Long.parseUnsignedLong(limit, 16));
  }

  @Test
  void theHashIsFnv1aOverTheSaltAndTheSixteenBytesOfTheId() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1_000; i++) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      byte[] salt = Salt.DEFAULT.getBytes(StandardCharsets.UTF_8);
      BigInteger hash = fnv(fnv(BASIS, salt), HexFormat.of().parseHex(id.hex()));

      assertThat(Salt.of("").hash(id)).isEqualTo(hash.longValue());
    }
  }

  private static final BigInteger BASIS = new BigInteger("14695981039346656037");

  private static BigInteger fnv(BigInteger state, byte[] bytes) {
    BigInteger hash = state;
    for (byte b : bytes) {
      hash =
          hash.xor(BigInteger.valueOf(b & 0xff))
              .multiply(new BigInteger("1099511628211"))
              .mod(BigInteger.ONE.shiftLeft(64));
    }
    return hash;
  }

  @Test
  void aHashEqualToTheLimitIsSampledAndTheNextOneIsNot() {
    ProbabilisticPolicy half = half();
    Draw atLimit = FixedDraw.hashing(half.limit());
    Draw above = FixedDraw.hashing(half.limit() + 1);

    assertThat(half.evaluate(plain(), atLimit).sampled()).isTrue();
    assertThat(half.evaluate(plain(), above).sampled()).isFalse();
  }

  @Test
  void hashesAreComparedUnsigned() {
    Draw largest = FixedDraw.hashing(-1);

    assertThat(half().evaluate(plain(), largest).sampled()).isFalse();
  }

  private static ProbabilisticPolicy half() {
    Place nowhere = Place.WHOLE_FILE;
    Settings settings =
        new Settings(
            nowhere,
            java.util.Map.of("sampling_percentage", new Settings.Value(50.0, nowhere)),
            java.util.Set.of());
    return ProbabilisticPolicy.of("half", settings, new Findings());
  }

  @Test
  void at0PercentNoTraceIsSampledAndAt100EveryOne() {
    SplittableRandom random = new SplittableRandom(1);
    PolicyFile none = policies(percent("0"));
    PolicyFile all = policies(percent("100"));
    for (int i = 0; i < 1_000; i++) {
      var trace = withId(new TraceId(random.nextLong(), random.nextLong()));

      assertThat(none.decide(trace).sampled()).isFalse();
      assertThat(all.decide(trace).sampled()).isTrue();
    }
  }

  @Test
  void ofRandomIdsThePercentageIsSampled() {
    SplittableRandom random = new SplittableRandom(2);
    PolicyFile file = policies(percent("20"));
    int sampled = 0;
    for (int i = 0; i < 10_000; i++) {
      sampled +=
          file.decide(withId(new TraceId(random.nextLong(), random.nextLong()))).sampled() ? 1 : 0;
    }

    assertThat(sampled).isBetween(1_850, 2_150);
  }

  @Test
  void anEmptySaltIsTheDefaultOne() {
    assertThat(Salt.of("")).isEqualTo(Salt.of("default-hash-seed"));
  }

  @Test
  void theVoteTellsWhereTheHashLies() {
    // 33bf83d45f51634c is 20.2141 % of 2^64.
    assertThat(vote(percent("25"), plain()))
        .isEqualTo(
            new Vote("p0", "probabilistic", true, "trace id's hash at 20.2141 %", "<= 25 %"));
    assertThat(samples(percent("20.2141"), plain())).isFalse();
    assertThat(samples(percent("20.2142"), plain())).isTrue();
  }
}
