package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import dev.tailspan.trace.CallTree;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code diversity}, our own: one trace a period of each shape of the call tree, which is service,
 * name and kind of every span and who called whom.
 */
record DiversityPolicy(String name, Shape shape, Limiter limiter, String wanted)
    implements LimitedPolicy {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final String ERRORS = "errors";
  private static final String REPEATS = "repeats";
  private static final List<String> DISTINGUISHED = List.of(ERRORS, REPEATS);

  /** What makes another shape, beside the tree. */
  record Shape(boolean errors, boolean repeats) implements Keying {
    @Override
    public long key(StagedTrace trace) {
      return CallTree.of(trace).fingerprint(errors, repeats);
    }
  }

  /**
   * @param id under which the budgets are remembered
   */
  static @Nullable DiversityPolicy of(
      String name, String id, Settings settings, Findings findings) {
    Duration period = settings.duration("period");
    boolean valid = !settings.isWrong("period") && !settings.isWrong("distinguish");
    if (valid && (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0)) {
      findings.problem(
          settings.place("period"),
          settings.has("period")
              ? "The period must be from 1s to 168h."
              : "The period is missing: in which one trace of each call tree is kept.");
      valid = false;
    }
    Set<String> distinguished =
        settings.texts("distinguish").stream().map(Settings.Text::text).collect(Collectors.toSet());
    for (Settings.Text text : settings.texts("distinguish")) {
      if (!DISTINGUISHED.contains(text.text())) {
        findings.problem(
            text.place(),
            Excerpt.quoted(text.text()) + " cannot be told apart; there are errors and repeats.",
            Nearest.to(text.text(), DISTINGUISHED));
        valid = false;
      }
    }
    if (!valid) {
      return null;
    }
    Shape shape = new Shape(distinguished.contains(ERRORS), distinguished.contains(REPEATS));
    double seconds = period.toNanos() / 1e9;
    return new DiversityPolicy(
        name,
        shape,
        Limiter.perKey(id, 1 / seconds, 1, shape),
        "one of each call tree in " + Rates.text(seconds) + " s");
  }

  @Override
  public PolicyType type() {
    return PolicyType.DIVERSITY;
  }

  @Override
  public String measured(StagedTrace trace) {
    return "call tree " + Long.toHexString(shape.key(trace));
  }
}
