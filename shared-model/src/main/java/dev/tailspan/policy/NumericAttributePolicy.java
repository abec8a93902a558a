package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code numeric_attribute}: a resource or span attribute within the bounds, both included. A bound
 * of 0 is none; a value that is no integer reads as 0.
 */
record NumericAttributePolicy(
    String name,
    String keyText,
    AttributeKey key,
    long least,
    long most,
    boolean invert,
    String threshold)
    implements Policy {

  static @Nullable NumericAttributePolicy of(String name, Settings settings, Findings findings) {
    AttributeAdvice.give(settings, findings);
    long min = settings.whole("min_value");
    long max = settings.whole("max_value");
    if (settings.isWrong("min_value") || settings.isWrong("max_value")) {
      return null;
    }
    if (min == 0 && max == 0) {
      findings.problem(
          settings.place("min_value"),
          "min_value or max_value must be set to other than 0: a bound of 0 is none, and without any"
              + " the processor crashes at its first decision.");
      return null;
    }
    boolean invert = settings.flag("invert_match");
    advise(settings, min, max, findings);
    String key = settings.text("key");
    return new NumericAttributePolicy(
        name,
        key,
        AttributeKey.of(key),
        min == 0 ? Long.MIN_VALUE : min,
        max == 0 ? Long.MAX_VALUE : max,
        invert,
        (invert ? "none " : "one ") + bounds(min, max));
  }

  private static void advise(Settings settings, long min, long max, Findings findings) {
    for (String bound : new String[] {"min_value", "max_value"}) {
      if (settings.has(bound) && settings.whole(bound) == 0) {
        findings.warning(settings.place(bound), "A bound of 0 means no bound.");
      }
    }
    if (min != 0 && max != 0 && min > max) {
      findings.warning(
          settings.place("max_value"), "No value is at least " + min + " and at most " + max + ".");
    } else if ((min == 0 || min < 0) && (max == 0 || max > 0)) {
      findings.warning(
          settings.place(),
          "A value that is no integer (a double, a text) reads as 0 and so lies within the bounds.");
    }
  }

  private static String bounds(long min, long max) {
    return max == 0 ? ">= " + min : min == 0 ? "<= " + max : "from " + min + " to " + max;
  }

  @Override
  public PolicyType type() {
    return PolicyType.NUMERIC_ATTRIBUTE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    AttributeLook look = AttributeLook.at(trace, key, this::matches);
    return vote(look.matched() != invert, look.measured(keyText), threshold);
  }

  private boolean matches(AttributeValue value, boolean onResource) {
    long number = value instanceof AttributeValue.IntValue integer ? integer.value() : 0;
    return number >= least && number <= most;
  }
}
