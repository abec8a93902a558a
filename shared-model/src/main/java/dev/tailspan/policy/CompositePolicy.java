package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.policy.Limiter.Unit;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code composite}: its parts are asked in their order, and the first that says yes decides: the
 * trace is sampled if it still fits into that part's share of the spans per second, otherwise not,
 * and no other part is asked. A share that is not used goes to nobody, and the total is enforced
 * nowhere but through the shares, as in the processor.
 */
record CompositePolicy(String name, List<Policy> parts, List<Limiter> shares) implements Policy {
  CompositePolicy {
    parts = List.copyOf(parts);
    shares = List.copyOf(shares);
  }

  /**
   * @param id under which the shares are remembered
   * @param parts null where one of them is refused
   */
  static @Nullable CompositePolicy of(
      String name, String id, @Nullable List<Policy> parts, Settings settings, Findings findings) {
    long total = settings.whole("max_total_spans_per_second");
    Map<String, Long> percents = percents(settings, findings);
    if (settings.has("policy_order")) {
      findings.warning(
          settings.place("policy_order"),
          "Nothing reads this: the parts are asked in the order of composite_sub_policy.");
    }
    if (total <= 0) {
      findings.warning(
          settings.place("max_total_spans_per_second"),
          "At "
              + total
              + " spans a second"
              + (total == 0 ? ", also the default," : "")
              + " no trace is sampled.");
    }
    if (parts == null) {
      return null;
    }
    if (parts.isEmpty()) {
      findings.warning(
          settings.place("composite_sub_policy"), "Without sub-policies no trace is sampled.");
    }
    adviseOnNames(parts, percents, settings, findings);
    List<Limiter> shares = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      long percent = percents.getOrDefault(parts.get(i).name(), 0L);
      // As there: a share of 0 % or none is an equal part of the whole, not of what is left over.
      double share = percent > 0 ? percent / 100.0 * total : (double) total / parts.size();
      double spans = Math.min((long) share, total);
      shares.add(Limiter.shared(id + "/" + (i + 1), Unit.SPANS, Math.max(0, spans), spans, false));
    }
    return new CompositePolicy(name, parts, shares);
  }

  private static Map<String, Long> percents(Settings settings, Findings findings) {
    Map<String, Long> percents = new HashMap<>();
    long sum = 0;
    for (Settings share : settings.blocks("rate_allocation")) {
      long percent = share.whole("percent");
      percents.put(share.text("policy"), percent);
      sum += Math.max(0, percent);
      if (percent <= 0) {
        findings.warning(
            share.place("percent"),
            "A share of " + percent + " % counts as none: the part gets an equal share.");
      }
    }
    if (sum > 100) {
      findings.warning(
          settings.place("rate_allocation"),
          "The shares come to " + sum + " %, and nothing else holds the total back.");
    }
    return percents;
  }

  private static void adviseOnNames(
      List<Policy> parts, Map<String, Long> percents, Settings settings, Findings findings) {
    List<String> names = parts.stream().map(Policy::name).toList();
    for (String named : percents.keySet().stream().sorted().toList()) {
      if (!names.contains(named)) {
        findings.warning(
            settings.place("rate_allocation"),
            "No sub-policy is called " + Excerpt.quoted(named) + ", so its share is not used.",
            Nearest.to(named, names));
      }
    }
    if (!percents.isEmpty()) {
      for (String part : names) {
        if (!percents.containsKey(part)) {
          findings.warning(
              settings.place("rate_allocation"),
              Excerpt.quoted(part)
                  + " has no entry, so it gets an equal part of the whole, not what is left over.");
        }
      }
    }
  }

  @Override
  public PolicyType type() {
    return PolicyType.COMPOSITE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    for (int i = 0; i < parts.size(); i++) {
      Vote vote = parts.get(i).evaluate(trace, draw);
      if (vote.failed()) {
        return failure(parts.get(i).name() + ": " + vote.measured(), vote.threshold());
      }
      if (vote.sampled()) {
        boolean admitted = draw.admits(shares.get(i));
        String spans = shares.get(i).unit().cost(trace) + " spans";
        return vote(
            admitted,
            parts.get(i).name()
                + ": "
                + vote.measured()
                + "; "
                + spans
                + (admitted ? "" : ", no room left"),
            joined(vote.threshold(), "within " + shares.get(i).text()));
      }
    }
    return vote(false, "no part matched", "");
  }

  private static String joined(String threshold, String share) {
    return threshold.isEmpty() ? share : threshold + "; " + share;
  }
}
