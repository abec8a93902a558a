package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import dev.tailspan.trace.CallTree;
import dev.tailspan.trace.OperationKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code error_rate_change}, our own: up to so many traces a minute of each root operation whose
 * share of errors in this round lies above the share before by more than chance; see {@link
 * ErrorShift}. Errors are those of the operation's spans wherever they stand, on both sides.
 */
record ErrorRateChangePolicy(String name, Limiter limiter, String wanted) implements LimitedPolicy {
  private static final double DEFAULT_SIGMAS = 5;
  private static final long DEFAULT_CALLS = 30;
  private static final List<String> DIRECTIONS = List.of("up", "any");

  /**
   * @param id under which the budgets are remembered
   */
  static @Nullable ErrorRateChangePolicy of(
      String name, String id, Settings settings, Findings findings) {
    int problems = findings.problems().size();
    double sigmas = settings.has("sigmas") ? settings.number("sigmas") : DEFAULT_SIGMAS;
    long calls = settings.has("min_samples") ? settings.whole("min_samples") : DEFAULT_CALLS;
    String direction = settings.has("direction") ? settings.text("direction") : DIRECTIONS.get(0);
    boolean rate = Rates.checkPerMinute(settings, findings);
    if (!(sigmas >= 2 && sigmas <= 100)) {
      findings.problem(
          settings.place("sigmas"), "From 2 to 100 standard deviations can be asked for.");
    }
    if (calls < 1 || calls > 1_000_000_000) {
      findings.problem(
          settings.place("min_samples"), "The number of calls must be from 1 to 1000000000.");
    }
    if (!DIRECTIONS.contains(direction)) {
      findings.problem(
          settings.place("direction"),
          Excerpt.quoted(direction) + " is neither up nor any.",
          Nearest.to(direction, DIRECTIONS));
    }
    if (!rate || findings.problems().size() > problems || !settings.wrong().isEmpty()) {
      return null;
    }
    if (sigmas < 4) {
      findings.warning(
          settings.place("sigmas"),
          "Every operation is tested in every step of every bucket: below 4 chance alone passes"
              + " often.");
    }
    double perMinute = settings.number(Rates.PER_MINUTE);
    ErrorShift shift = new ErrorShift(sigmas, calls, direction.equals("any"));
    return new ErrorRateChangePolicy(
        name,
        Limiter.perKey(id, perMinute / 60, Math.ceil(perMinute), new OperationKeying())
            .behind(shift),
        (shift.falls() ? "errors changed by " : "errors risen by ")
            + Rates.text(sigmas)
            + " sigmas, within "
            + Rates.text(perMinute)
            + " traces a minute of each root operation");
  }

  @Override
  public PolicyType type() {
    return PolicyType.ERROR_RATE_CHANGE;
  }

  @Override
  public String measured(StagedTrace trace) {
    return OperationKeying.text(CallTree.root(trace));
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    boolean admitted = draw.admits(limiter);
    Baseline.Line before = draw.round().baseline().findOwn(OperationKey.of(CallTree.root(trace)));
    String then =
        before == null
            ? ", not known from before"
            : ", before " + before.errors() + " errors in " + before.calls() + " calls";
    return vote(
        admitted,
        measured(trace) + then + (admitted ? "" : "; no such change, or no room left"),
        wanted);
  }
}
