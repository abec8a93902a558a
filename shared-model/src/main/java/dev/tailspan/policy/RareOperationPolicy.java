package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.trace.CallTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code rare_operation}, our own: up to so many traces a minute of each root operation, or of each
 * tuple of attributes. What comes less often is kept whole, what comes more often is thinned to it.
 */
record RareOperationPolicy(String name, Limiter limiter, String wanted) implements LimitedPolicy {
  private static final double MOST = 1_000_000;

  /** Differ from request to request, so that everything would be rare. */
  private static final Set<String> ENDLESS =
      Set.of("url.full", "url.path", "url.query", "http.url", "http.target", "db.statement");

  /**
   * @param id under which the budgets are remembered
   */
  static @Nullable RareOperationPolicy of(
      String name, String id, Settings settings, Findings findings) {
    double perMinute = settings.number("traces_per_minute");
    boolean valid = Rates.checkPerMinute(settings, findings);
    double burst = settings.has("burst") ? settings.whole("burst") : Math.ceil(perMinute);
    if (settings.has("burst") && (burst < 1 || burst > MOST)) {
      findings.problem(settings.place("burst"), "The burst must be from 1 to 1000000 traces.");
      valid = false;
    }
    List<AttributeKey> keys = keys(settings, findings);
    if (!valid || keys == null) {
      return null;
    }
    Keying keying = keys.isEmpty() ? new OperationKeying() : new AttributesKeying(keys);
    String of = keys.isEmpty() ? "root operation" : "tuple of " + names(keys);
    return new RareOperationPolicy(
        name,
        Limiter.perKey(id, perMinute / 60, burst, keying),
        "within " + Rates.text(perMinute) + " traces a minute of each " + of);
  }

  private static @Nullable List<AttributeKey> keys(Settings settings, Findings findings) {
    List<AttributeKey> keys = new ArrayList<>();
    boolean valid = !settings.isWrong("key");
    for (Settings.Text text : settings.texts("key")) {
      AttributeKey key = AttributeKey.of(text.text());
      if (text.text().isEmpty()) {
        findings.problem(text.place(), "An attribute needs a name.");
        valid = false;
      } else if (keys.contains(key)) {
        findings.warning(text.place(), Excerpt.quoted(text.text()) + " is in the list twice.");
      } else {
        keys.add(key);
      }
      if (ENDLESS.contains(text.text())) {
        findings.warning(
            text.place(),
            Excerpt.quoted(text.text())
                + " mostly differs from trace to trace, so each is rare and is sampled.");
      }
    }
    return valid ? keys : null;
  }

  private static String names(List<AttributeKey> keys) {
    return String.join(", ", keys.stream().map(key -> Excerpt.of(key.name())).toList());
  }

  @Override
  public PolicyType type() {
    return PolicyType.RARE_OPERATION;
  }

  @Override
  public String measured(StagedTrace trace) {
    return limiter.keying() instanceof AttributesKeying attributes
        ? attributes.text(trace)
        : OperationKeying.text(CallTree.root(trace));
  }
}
