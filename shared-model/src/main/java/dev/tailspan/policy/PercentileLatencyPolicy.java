package dev.tailspan.policy;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import dev.tailspan.trace.CallTree;
import dev.tailspan.trace.DurationText;
import dev.tailspan.trace.OperationKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code percentile_latency}, our own: the root span, or any span, took longer than the percentile
 * of its operation in all traffic before, kept or not. Of an operation with fewer known durations
 * than {@code min_samples} the percentile is not known: then a span counts as slow above {@code
 * cold_threshold_ms}, or never where that is not set.
 *
 * @param coldNanos negative where it is not set
 */
record PercentileLatencyPolicy(
    String name, double percentile, long minSamples, boolean any, long coldNanos)
    implements Policy {
  private static final double DEFAULT_PERCENTILE = 99;
  private static final long DEFAULT_SAMPLES = 100;
  private static final long MOST_SAMPLES = 1_000_000_000;
  private static final long MOST_MILLIS = 86_400_000;
  private static final List<String> OF = List.of("root", "any");

  static @Nullable PercentileLatencyPolicy of(String name, Settings settings, Findings findings) {
    double percentile =
        settings.has("percentile") ? settings.number("percentile") : DEFAULT_PERCENTILE;
    long samples = settings.has("min_samples") ? settings.whole("min_samples") : DEFAULT_SAMPLES;
    String of = settings.has("of") ? settings.text("of") : OF.get(0);
    long cold = settings.has("cold_threshold_ms") ? settings.whole("cold_threshold_ms") : -1;
    int problems = findings.problems().size();
    if (!(percentile > 0 && percentile < 100)) {
      findings.problem(
          settings.place("percentile"), "A percentile lies above 0 and below 100, such as 99.");
    }
    if (samples < 1 || samples > MOST_SAMPLES) {
      findings.problem(
          settings.place("min_samples"), "The number of calls must be from 1 to 1000000000.");
    }
    if (!OF.contains(of)) {
      findings.problem(
          settings.place("of"),
          Excerpt.quoted(of) + " is neither root nor any.",
          Nearest.to(of, OF));
    }
    if (settings.has("cold_threshold_ms") && (cold < 0 || cold > MOST_MILLIS)) {
      findings.problem(
          settings.place("cold_threshold_ms"), "The threshold must be from 0 to 86400000 ms.");
    }
    if (findings.problems().size() > problems || !settings.wrong().isEmpty()) {
      return null;
    }
    boolean any = of.equals("any");
    advise(percentile, samples, any, settings, findings);
    return new PercentileLatencyPolicy(
        name, percentile, samples, any, cold < 0 ? -1 : cold * 1_000_000);
  }

  private static void advise(
      double percentile, long samples, boolean any, Settings settings, Findings findings) {
    if (percentile < 90) {
      findings.warning(
          settings.place("percentile"),
          "About "
              + Math.round(100 - percentile)
              + " % of all traffic is above it and is sampled.");
    }
    // 99.9 is not a tenth away from 100 as a double, so nearly enough is enough.
    if (samples * (100 - percentile) < 99.999) {
      findings.warning(
          settings.place("min_samples"),
          "Of so few calls the percentile is about the longest, whatever it is.");
    }
    if (any && percentile < 99.9) {
      findings.warning(
          settings.place("of"),
          "With any, a trace of 100 spans has "
              + Math.round(100 * (1 - Math.pow(percentile / 100, 100)))
              + " chances in 100 to have one above its percentile.");
    }
  }

  /** The percentile as the baseline knows it. */
  double quantile() {
    return percentile / 100;
  }

  @Override
  public PolicyType type() {
    return PolicyType.PERCENTILE_LATENCY;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    Baseline baseline = draw.round().baseline();
    if (!any) {
      StagedSpan root = CallTree.root(trace);
      return vote(root, isSlow(root, baseline), baseline);
    }
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      if (isSlow(spans.get(i), baseline)) {
        return vote(spans.get(i), true, baseline);
      }
    }
    return vote(false, "none of " + spans.size() + " spans", "> its operation's " + title());
  }

  private boolean isSlow(StagedSpan span, Baseline baseline) {
    Baseline.Line line = known(span, baseline);
    long duration = span.durationNanos();
    return line == null
        ? coldNanos >= 0 && duration > coldNanos
        : duration > baseline.longestNanos(line, quantile());
  }

  private Baseline.@Nullable Line known(StagedSpan span, Baseline baseline) {
    Baseline.Line line = baseline.find(OperationKey.of(span));
    return line == null || line.timed() < minSamples ? null : line;
  }

  private Vote vote(StagedSpan span, boolean slow, Baseline baseline) {
    String measured = OperationKeying.text(span) + " " + DurationText.of(span.durationNanos());
    Baseline.Line line = known(span, baseline);
    if (line != null) {
      String limit = DurationText.of(baseline.longestNanos(line, quantile()));
      return vote(
          slow, measured, "> " + title() + " of " + limit + " in " + line.timed() + " calls");
    }
    String unknown = title() + " not known of fewer than " + minSamples + " calls";
    return vote(
        slow,
        measured,
        coldNanos < 0 ? unknown : "> " + DurationText.of(coldNanos) + ", " + unknown);
  }

  private String title() {
    return "p" + Rates.text(percentile);
  }
}
