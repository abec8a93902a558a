package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.RegexSearch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code string_attribute}: a resource or span attribute with one of the values, or matched by one
 * of the RE2 expressions, which need not cover the whole value.
 *
 * <p>A value that is no text reads as the empty text. The empty text on a span is skipped; on a
 * resource it is handed to the expressions.
 *
 * @param values exact ones; empty when there are expressions
 */
record StringAttributePolicy(
    String name,
    String keyText,
    AttributeKey key,
    Set<String> values,
    List<RegexSearch> expressions,
    boolean invert,
    String threshold)
    implements Policy {

  static @Nullable StringAttributePolicy of(String name, Settings settings, Findings findings) {
    List<Settings.Text> texts = settings.texts("values");
    boolean regex = settings.flag("enabled_regex_matching");
    boolean invert = settings.flag("invert_match");
    Set<String> values = new LinkedHashSet<>();
    texts.stream().map(Settings.Text::text).filter(t -> regex || !t.isEmpty()).forEach(values::add);
    StringAttributeAdvice.give(settings, values, findings);
    List<RegexSearch> expressions = regex ? Expressions.compile(texts, findings) : List.of();
    if (expressions == null) {
      return null;
    }
    String threshold =
        (invert ? "none " : "one ") + (regex ? "matched by " : "of ") + Excerpt.list(values);
    String key = settings.text("key");
    return new StringAttributePolicy(
        name,
        key,
        AttributeKey.of(key),
        regex ? Set.of() : Set.copyOf(values),
        expressions,
        invert,
        threshold);
  }

  @Override
  public PolicyType type() {
    return PolicyType.STRING_ATTRIBUTE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    AttributeLook look = AttributeLook.at(trace, key, this::matches);
    return vote(look.matched() != invert, look.measured(keyText), threshold);
  }

  private boolean matches(AttributeValue value, boolean onResource) {
    String text = value instanceof AttributeValue.StringValue string ? string.value() : "";
    if (text.isEmpty() && !onResource) {
      return false;
    }
    if (values.contains(text)) {
      return true;
    }
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i).finds(text)) {
        return true;
      }
    }
    return false;
  }
}
