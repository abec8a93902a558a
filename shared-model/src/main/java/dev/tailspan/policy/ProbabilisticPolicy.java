package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The policy of that name in the processor: sampled when the {@linkplain Salt hash} of the trace id
 * is at most the threshold.
 *
 * @param limit the threshold, unsigned: (2^64 - 1) x percentage / 100
 * @param probability that a random id is sampled
 */
record ProbabilisticPolicy(
    String name, Salt salt, long limit, double probability, long strictness, String threshold)
    implements Policy {
  private static final BigInteger MOST =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
  private static final int MANTISSA_BITS = 64;
  private static final long NEVER = 1L << 56;

  static @Nullable ProbabilisticPolicy of(String name, Settings settings, Findings findings) {
    double percentage = settings.number("sampling_percentage");
    Place place = settings.place("sampling_percentage");
    if (Double.isNaN(percentage)) {
      findings.problem(place, "NaN is no percentage; the processor crashes at start on it.");
      return null;
    }
    warn(percentage, place, findings);
    double ratio = percentage / 100;
    long limit = limit(ratio);
    return new ProbabilisticPolicy(
        name,
        Salt.of(settings.text("hash_salt")),
        limit,
        probability(limit),
        strictness(ratio),
        "<= " + percent(percentage));
  }

  private static void warn(double percentage, Place place, Findings findings) {
    if (percentage > 100) {
      findings.warning(place, percent(percentage) + " means 100 %: every trace is sampled.");
    } else if (percentage < 0) {
      findings.warning(place, percent(percentage) + " means 0 %: no trace is sampled.");
    } else if (percentage == 0) {
      findings.warning(place, "At 0 %, also the default, no trace is sampled.");
    }
  }

  private static String percent(double percentage) {
    boolean plain = Math.abs(percentage) < 1e9;
    return (plain
            ? new BigDecimal(Double.toString(percentage)).stripTrailingZeros().toPlainString()
            : Double.toString(percentage))
        + " %";
  }

  /**
   * The processor's threshold to the bit: the product is rounded to a mantissa of 64 bits, half to
   * even, and then cut; a double cannot hold it.
   */
  static long limit(double ratio) {
    if (!(ratio > 0)) {
      return 0;
    }
    if (ratio >= 1) {
      return -1;
    }
    int exponent = Math.getExponent(Math.max(ratio, Double.MIN_NORMAL)) - 52;
    BigInteger mantissa = new BigDecimal(Math.scalb(ratio, -exponent)).toBigIntegerExact();
    BigInteger product = mantissa.multiply(MOST);
    int surplus = Math.max(0, product.bitLength() - MANTISSA_BITS);
    BigInteger rounded = halfToEven(product, surplus);
    return (surplus + exponent >= 0
            ? rounded.shiftLeft(surplus + exponent)
            : rounded.shiftRight(-(surplus + exponent)))
        .min(MOST)
        .longValue();
  }

  private static BigInteger halfToEven(BigInteger value, int bits) {
    if (bits == 0) {
      return value;
    }
    BigInteger cut = value.shiftRight(bits);
    boolean half = value.testBit(bits - 1);
    boolean more = value.getLowestSetBit() < bits - 1;
    return half && (more || cut.testBit(0)) ? cut.add(BigInteger.ONE) : cut;
  }

  /** The share of hashes up to the limit; from 0.05 % on the very double that was configured. */
  private static double probability(long limit) {
    BigInteger hashes = new BigInteger(Long.toUnsignedString(limit)).add(BigInteger.ONE);
    return hashes.doubleValue() * 0x1p-64;
  }

  /** 2^56 - ratio x 2^56, rounded, half away from zero. */
  private static long strictness(double ratio) {
    if (ratio >= 1) {
      return 0;
    }
    if (ratio < 0x1p-56) {
      return NEVER;
    }
    double scaled = ratio * 0x1p56;
    double whole = Math.floor(scaled);
    return NEVER - (long) whole - (scaled - whole >= 0.5 ? 1 : 0);
  }

  @Override
  public PolicyType type() {
    return PolicyType.PROBABILISTIC;
  }

  @Override
  public long strictness(Draw draw) {
    return strictness;
  }

  boolean samples(Draw draw) {
    // FNV-1a uses all 64 bits, so half of the hashes are negative as a Java long.
    return draw.isConsistent()
        ? draw.randomness() >= strictness
        : Long.compareUnsigned(draw.hash(salt), limit) <= 0;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    String measured =
        draw.isConsistent()
            ? "randomness at " + place(~(draw.randomness() << Byte.SIZE)) + " % from the top"
            : "trace id's hash at " + place(draw.hash(salt)) + " %";
    return vote(samples(draw), measured, threshold);
  }

  /** Where in the range of hashes, in per cent, cut to four decimals. */
  private static String place(long hash) {
    long parts = (long) ((hash >>> 11) * 0x1p-53 * 1_000_000);
    String decimals = Long.toString(10_000 + parts % 10_000);
    return parts / 10_000 + "." + decimals.substring(1);
  }
}
