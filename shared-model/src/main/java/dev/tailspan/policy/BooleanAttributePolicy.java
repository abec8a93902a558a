package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;

/**
 * {@code boolean_attribute}: a resource or span attribute equal to the value. One that is no
 * boolean reads as false.
 */
record BooleanAttributePolicy(
    String name, String keyText, AttributeKey key, boolean wanted, boolean invert, String threshold)
    implements Policy {

  static BooleanAttributePolicy of(String name, Settings settings, Findings findings) {
    AttributeAdvice.give(settings, findings);
    boolean wanted = settings.flag("value");
    if (!wanted) {
      findings.warning(
          settings.place("value"),
          "The value false"
              + (settings.has("value") ? "" : ", which is the default,")
              + " also matches an attribute that is no boolean, such as the text \"true\".");
    }
    boolean invert = settings.flag("invert_match");
    String key = settings.text("key");
    return new BooleanAttributePolicy(
        name, key, AttributeKey.of(key), wanted, invert, (invert ? "none " : "one ") + wanted);
  }

  @Override
  public PolicyType type() {
    return PolicyType.BOOLEAN_ATTRIBUTE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    AttributeLook look = AttributeLook.at(trace, key, this::matches);
    return vote(look.matched() != invert, look.measured(keyText), threshold);
  }

  private boolean matches(AttributeValue value, boolean onResource) {
    return (value instanceof AttributeValue.BoolValue bool && bool.value()) == wanted;
  }
}
