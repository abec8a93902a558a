package dev.tailspan.publisher.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.publisher.export.TestTail;
import dev.tailspan.publisher.export.TestTail.Decided;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Traffic sampled at the head, published, and sampled again by Tailspan: what is kept, times its
 * adjusted count, estimates all there was before either, for each operation. The sum of x * count
 * lies within four standard deviations of the truth, as the counts themselves give them, and so
 * does the mean of many draws: no weight is biased.
 */
class WeightsThroughTailTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int DRAWS = 10;
  private static final double BOUND = 4;

  /** Requests a second. */
  private static final Map<String, Double> TRAFFIC =
      Map.of("GET /cart", 40.0, "GET /", 8.0, "POST /refund", 0.3);

  private static final Map<String, String> TAILS =
      Map.of(
          "all", "{name: all, type: always_sample}",
          "half", "{name: half, type: probabilistic, probabilistic: {sampling_percentage: 50}}",
          "errors",
              "{name: errors, type: status_code, status_code: {status_codes: [ERROR]}},"
                  + "{name: some, type: probabilistic, probabilistic: {sampling_percentage: 30}}",
          "limited", "{name: rate, type: rate_limiting, rate_limiting: {spans_per_second: 150}}");

  private final AtomicLong nanos = new AtomicLong();
  private final SplittableRandom random = new SplittableRandom(23);

  private Sampler head(String name) {
    TargetRate rate = TargetRate.of(5, nanos::get);
    return switch (name) {
      case "probability" -> ConsistentSampler.probability(0.1);
      case "rate" -> ConsistentSampler.of(operation -> rate.next());
      case "adaptive" -> ConsistentSampler.of(new RatePerOperation(1, nanos::get));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private final class SeededIds implements IdGenerator {
    @Override
    public String generateSpanId() {
      return "%016x".formatted(random.nextLong() | 1);
    }

    @Override
    public String generateTraceId() {
      return generateSpanId() + "%016x".formatted(random.nextLong());
    }
  }

  /** Sends a minute of traffic; returns how many traces of each operation there were. */
  private Map<String, Integer> traffic(Tracer tracer) {
    double inAll = TRAFFIC.values().stream().mapToDouble(rate -> rate).sum();
    Map<String, Integer> sent = new HashMap<>();
    long end = nanos.get() + 60 * SECOND;
    while (nanos.get() < end) {
      nanos.addAndGet(Math.round(-Math.log(1 - random.nextDouble()) / inAll * SECOND));
      String operation = operation(random.nextDouble() * inAll);
      request(tracer, operation);
      sent.merge(operation, 1, Integer::sum);
    }
    return sent;
  }

  private static String operation(double at) {
    double left = at;
    for (Map.Entry<String, Double> entry :
        TRAFFIC.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    return "GET /";
  }

  private void request(Tracer tracer, String operation) {
    Span root = tracer.spanBuilder(operation).setNoParent().startSpan();
    Context inside = Context.root().with(root);
    tracer.spanBuilder("SELECT").setParent(inside).startSpan().end();
    if (random.nextInt(50) == 0) {
      root.setStatus(StatusCode.ERROR);
    }
    root.end();
  }

  /** Estimate minus truth, and the variance the counts give, summed over draws. */
  private static final class Error {
    private double sum;
    private double variance;
    private double worst;

    void add(int truth, List<Decided> kept) {
      double estimate = 0;
      double here = 0;
      for (Decided trace : kept) {
        double count = trace.decision().adjustedCount();
        estimate += count;
        here += count * (count - 1);
      }
      sum += estimate - truth;
      variance += here;
      worst = Math.max(worst, Math.abs(estimate - truth) / Math.sqrt(Math.max(1, here)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "probability, all",
    "probability, half",
    "probability, errors",
    "rate, all",
    "rate, half",
    "rate, limited",
    "adaptive, all",
    "adaptive, half",
    "adaptive, errors",
    "adaptive, limited"
  })
  void whatIsKeptStandsForAllThereWas(String head, String tail) {
    Map<String, Error> errors = new HashMap<>();
    int all = 0;
    int kept = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      InMemorySpanExporter exporter = InMemorySpanExporter.create();
      SdkTracerProvider provider =
          SdkTracerProvider.builder()
              .setIdGenerator(new SeededIds())
              .setSampler(Sampler.parentBased(head(head)))
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build();
      Map<String, Integer> sent = traffic(provider.get("test"));
      List<Decided> sampled =
          TestTail.decide(TAILS.get(tail), exporter.getFinishedSpanItems()).stream()
              .filter(trace -> trace.decision().sampled())
              .toList();
      all += sent.values().stream().mapToInt(count -> count).sum();
      kept += sampled.size();
      sent.forEach(
          (operation, count) ->
              errors
                  .computeIfAbsent(operation, name -> new Error())
                  .add(count, of(operation, sampled)));
      provider.close();
    }
    assertThat((double) kept / all).as("enough is thinned out").isBetween(0.01, 0.2);
    assertThat(errors).hasSize(TRAFFIC.size());
    errors.forEach(
        (operation, error) ->
            assertThat(Math.abs(error.sum))
                .as("%s: estimates of %d draws together", operation, DRAWS)
                .isLessThan(BOUND * Math.sqrt(Math.max(1, error.variance))));
    assertThat(errors.get("GET /cart").worst).as("one estimate").isLessThan(BOUND);
  }

  private static List<Decided> of(String operation, List<Decided> traces) {
    return traces.stream().filter(trace -> trace.operation().equals(operation)).toList();
  }
}
