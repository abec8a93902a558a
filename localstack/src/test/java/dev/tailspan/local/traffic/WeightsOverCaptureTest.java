package dev.tailspan.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kept traces of the capture, times their adjusted counts, say of all of it. With p = 1 /
 * count the chance a trace was kept by, the sum of x / p over the kept estimates the sum of x over
 * all (Horvitz and Thompson), and the sum of x² (1 - p) / p² over the kept estimates the variance
 * of that. The capture is sampled many times over, each time under other trace ids.
 *
 * <ul>
 *   <li>An estimate lies within four standard deviations, as the weights give them, of what is
 *       exact (by the normal distribution all but one in 16,000 do);
 *   <li>the mean of all draws within four of its own: no weight is biased;
 *   <li>the scatter of the estimates over the draws is that which the weights give, within a factor
 *       of two of the variance: the error is stated as large as it is.
 * </ul>
 *
 * <p>A quantile is tested by what it means: the share of traces that last no longer.
 */
class WeightsOverCaptureTest {
  private static final int DRAWS = 80;
  private static final double BOUND = 4;

  private static final String PROBABILISTIC =
      "{name: share, type: probabilistic, probabilistic: {sampling_percentage: 20}}";
  private static final String RARE =
      "{name: each, type: rare_operation, rare_operation: {traces_per_minute: 100}}";
  private static final String LIMITED =
      "{name: rate, type: rate_limiting, rate_limiting: {spans_per_second: 1500}}";

  private static final List<List<Span>> TRACES =
      List.copyOf(
          OnlineBoutique.spans(1_790_000_000_000_000_000L, new TraceId(0, 0)).stream()
              .collect(Collectors.groupingBy(Span::traceId))
              .values());

  /** One of the ways the capture's traces might have been sampled: all ids are other ones. */
  private static List<Measured> draw(PolicyFile file, SplittableRandom random) {
    List<StagedTrace> traces = new ArrayList<>();
    for (List<Span> spans : TRACES) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      traces.add(
          StagedTrace.of(spans.stream().map(s -> s.toBuilder().traceId(id).build()).toList()));
    }
    List<Decision> decisions = file.decideAll(traces);
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      measured.add(new Measured(TRACES.get(i), decisions.get(i)));
    }
    return measured;
  }

  private record Measured(List<Span> spans, Decision decision) {
    double count() {
      return decision.adjustedCount();
    }

    long nanos() {
      return root(spans).durationNanos();
    }
  }

  private static Span root(List<Span> spans) {
    return spans.stream().filter(Span::isRoot).findFirst().orElseThrow();
  }

  /** Estimates of a sum over many draws against the sum itself. */
  private static final class Check {
    private final String name;
    private final ToDoubleFunction<Measured> x;
    private final double exact;
    private final List<Double> errors = new ArrayList<>();
    private double variances;

    Check(String name, ToDoubleFunction<Measured> x, List<Measured> all) {
      this.name = name;
      this.x = x;
      this.exact = all.stream().mapToDouble(x).sum();
    }

    void add(List<Measured> draw) {
      double estimate = 0;
      double variance = 0;
      for (Measured trace : draw) {
        if (trace.decision().sampled()) {
          double value = x.applyAsDouble(trace);
          estimate += value * trace.count();
          variance += value * value * trace.count() * (trace.count() - 1);
        }
      }
      errors.add(estimate - exact);
      variances += variance;
    }

    void verify() {
      double variance = variances / DRAWS;
      double deviation = Math.sqrt(variance);
      double mean = errors.stream().mapToDouble(e -> e).average().orElseThrow();
      double scatter = errors.stream().mapToDouble(e -> e * e).average().orElseThrow();
      assertThat(Math.abs(errors.get(0)))
          .as("%s: one estimate", name)
          .isLessThan(BOUND * deviation);
      assertThat(Math.abs(mean))
          .as("%s: the mean of %d estimates", name, DRAWS)
          .isLessThan(BOUND * deviation / Math.sqrt(DRAWS));
      assertThat(scatter / variance).as("%s: the error as stated", name).isBetween(0.5, 2.0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PROBABILISTIC,
        RARE,
        LIMITED,
        PROBABILISTIC + ", " + RARE,
        PROBABILISTIC + ", " + RARE + ", " + LIMITED
      })
  void countsAndQuantilesOfTheKeptAgreeWithThoseOfAllTraffic(String policies)
      throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(("policies: [" + policies + "]").getBytes(StandardCharsets.UTF_8));
    SplittableRandom random = new SplittableRandom(17);
    List<Measured> first = draw(file, random);
    long kept = first.stream().filter(trace -> trace.decision().sampled()).count();
    assertThat(kept).as("enough is thinned out, enough is left").isBetween(20L, 400L);
    List<Check> checks = checks(first);
    for (int i = 0; i < DRAWS; i++) {
      List<Measured> draw = i == 0 ? first : draw(file, random);
      checks.forEach(check -> check.add(draw));
    }
    checks.forEach(Check::verify);
  }

  private static List<Check> checks(List<Measured> all) {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("traces", trace -> 1, all));
    checks.add(new Check("spans", trace -> trace.spans().size(), all));
    for (String service : List.of("checkoutservice", "cartservice", "currencyservice")) {
      Predicate<Span> of = span -> span.serviceName().equals(service);
      checks.add(new Check("calls of " + service, t -> t.spans().stream().filter(of).count(), all));
    }
    long[] nanos = all.stream().mapToLong(Measured::nanos).sorted().toArray();
    for (double q : new double[] {0.5, 0.9, 0.99}) {
      long quantile = nanos[(int) Math.ceil(q * nanos.length) - 1];
      double share =
          Arrays.stream(nanos).filter(n -> n <= quantile).count() / (double) nanos.length;
      // The estimated share minus the exact one, times the estimated number of all.
      checks.add(new Check("p" + q, t -> (t.nanos() <= quantile ? 1 : 0) - share, all));
    }
    return checks;
  }
}
