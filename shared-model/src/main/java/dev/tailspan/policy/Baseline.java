package dev.tailspan.policy;

import dev.tailspan.trace.CallStats;
import dev.tailspan.trace.OperationKey;
import dev.tailspan.trace.OperationStats;
import dev.tailspan.trace.ServiceStats;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What policies look up of the traffic before a round, per operation: calls, errors and the
 * quantiles that the file asks for, each read off its sketch once. Of more than {@value
 * #MAX_OPERATIONS} operations those with the most calls have their own line, the others one in
 * common, together with what {@link ServiceStats} had counted together already. About 200 bytes a
 * line, so below 2 MB. Immutable.
 */
public final class Baseline {
  static final int MAX_OPERATIONS = 10_000;

  /** Before there was any traffic. */
  public static final Baseline NONE = new Baseline(new double[0], Map.of(), null);

  private static final Comparator<OperationStats> MOST_CALLS_FIRST =
      Comparator.comparingLong((OperationStats o) -> -o.stats().calls())
          .thenComparing(OperationStats::service)
          .thenComparing(OperationStats::name)
          .thenComparing(OperationStats::kind);

  /**
   * One operation, or all that have no line of their own.
   *
   * @param timed calls whose duration is known
   * @param longest by the number of the quantile, the longest duration that is not above it,
   *     nanoseconds
   */
  record Line(long calls, long errors, long timed, long[] longest) {}

  private final double[] quantiles;
  private final Map<Long, Line> lines;
  private final @Nullable Line others;

  private Baseline(double[] quantiles, Map<Long, Line> lines, @Nullable Line others) {
    this.quantiles = quantiles;
    this.lines = lines;
    this.others = others;
  }

  /**
   * Reads it off the statistics.
   *
   * @param quantiles 0 to 1
   */
  static Baseline of(ServiceStats stats, Collection<Double> quantiles) {
    double[] wanted = quantiles.stream().mapToDouble(q -> q).sorted().distinct().toArray();
    Map<Long, Line> lines = new HashMap<>();
    CallStats others = CallStats.empty();
    for (OperationStats operation : stats.operations().stream().sorted(MOST_CALLS_FIRST).toList()) {
      if (lines.size() < MAX_OPERATIONS && !isOther(operation)) {
        long key = OperationKey.of(operation.service(), operation.name(), operation.kind());
        lines.put(key, line(operation.stats(), wanted));
      } else {
        others.merge(operation.stats());
      }
    }
    return new Baseline(wanted, lines, others.calls() == 0 ? null : line(others, wanted));
  }

  private static boolean isOther(OperationStats operation) {
    return operation.name().equals(ServiceStats.OTHER)
        || operation.service().equals(ServiceStats.OTHER);
  }

  private static Line line(CallStats stats, double[] quantiles) {
    long[] longest = Arrays.stream(quantiles).mapToLong(stats::longestNanosAt).toArray();
    return new Line(stats.calls(), stats.errors(), stats.timedCalls(), longest);
  }

  /** Operations with a line of their own. */
  int size() {
    return lines.size();
  }

  /**
   * What is known of an operation: where it has no line of its own, what is known of all such; null
   * where that is nothing.
   *
   * @param operation from {@link OperationKey}
   */
  @Nullable Line find(long operation) {
    Line line = lines.get(operation);
    return line == null ? others : line;
  }

  /** What is known of this operation alone. */
  @Nullable Line findOwn(long operation) {
    return lines.get(operation);
  }

  /** The longest duration of an operation that is not above a quantile. */
  long longestNanos(Line line, double quantile) {
    int number = Arrays.binarySearch(quantiles, quantile);
    if (number < 0) {
      throw new IllegalArgumentException("the quantile " + quantile + " was not asked for");
    }
    return line.longest()[number];
  }
}
