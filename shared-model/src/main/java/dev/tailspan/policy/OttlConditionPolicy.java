package dev.tailspan.policy;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Event;
import dev.tailspan.ottl.OttlCondition;
import dev.tailspan.ottl.OttlContext;
import dev.tailspan.ottl.OttlEvaluationException;
import dev.tailspan.ottl.OttlSignal;
import dev.tailspan.ottl.OttlSyntaxException;
import dev.tailspan.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ottl_condition}: any condition that is true of any span, or of any event of a span. Span
 * by span: first its own conditions, then those of its events, event by event.
 *
 * @param propagates whether the first condition without an answer ends the policy as failed;
 *     otherwise it is skipped
 */
record OttlConditionPolicy(
    String name,
    boolean propagates,
    List<OttlCondition> spanConditions,
    List<OttlCondition> eventConditions,
    String threshold)
    implements Policy {

  OttlConditionPolicy {
    spanConditions = List.copyOf(spanConditions);
    eventConditions = List.copyOf(eventConditions);
  }

  static @Nullable OttlConditionPolicy of(String name, Settings settings, Findings findings) {
    List<OttlCondition> spans = conditions(settings, "span", OttlSignal.SPAN, findings);
    List<OttlCondition> events = conditions(settings, "spanevent", OttlSignal.SPAN_EVENT, findings);
    if (spans == null || events == null) {
      return null;
    }
    if (spans.isEmpty() && events.isEmpty()) {
      if (!settings.isWrong("span") && !settings.isWrong("spanevent")) {
        findings.problem(settings.place("span"), "At least one condition is wanted.");
      }
      return null;
    }
    boolean propagates = settings.text("error_mode").toLowerCase(Locale.ROOT).equals("propagate");
    List<String> texts =
        Stream.concat(spans.stream(), events.stream()).map(OttlCondition::text).toList();
    String threshold =
        texts.size() == 1 ? Excerpt.of(texts.get(0)) : "one of " + Excerpt.list(texts);
    return new OttlConditionPolicy(name, propagates, spans, events, threshold);
  }

  /** All of them; null when one is refused, every refusal being reported. */
  private static @Nullable List<OttlCondition> conditions(
      Settings settings, String key, OttlSignal signal, Findings findings) {
    List<OttlCondition> conditions = new ArrayList<>();
    List<Settings.Text> texts = settings.texts(key);
    for (Settings.Text text : texts) {
      try {
        conditions.add(OttlCondition.parse(text.text(), signal));
      } catch (OttlSyntaxException e) {
        // The place in the condition is no place in the file, where quotes and folds come between.
        String where = "At character " + (e.offset() + 1) + " of the condition: ";
        findings.problem(text.place(), where + e.getMessage(), e.suggestion());
      }
    }
    return conditions.size() == texts.size() ? conditions : null;
  }

  @Override
  public PolicyType type() {
    return PolicyType.OTTL_CONDITION;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      StagedSpan span = spans.get(i);
      Vote vote = ask(span, OttlContext.of(span, draw.round().endUnixNano()));
      if (vote != null) {
        return vote;
      }
    }
    return vote(false, "no condition true in " + spans.size() + " spans", threshold);
  }

  /** A vote that ends it, or null. */
  private @Nullable Vote ask(StagedSpan span, OttlContext context) {
    Vote vote = ask(span, context, spanConditions, "");
    if (vote != null || eventConditions.isEmpty()) {
      return vote;
    }
    for (Event event : context.events()) {
      vote =
          ask(span, context.at(event), eventConditions, ", event " + Excerpt.quoted(event.name()));
      if (vote != null) {
        return vote;
      }
    }
    return null;
  }

  private @Nullable Vote ask(
      StagedSpan span, OttlContext context, List<OttlCondition> conditions, String of) {
    for (int i = 0; i < conditions.size(); i++) {
      OttlCondition condition = conditions.get(i);
      try {
        if (condition.holds(context)) {
          return vote(true, said(condition, " is true", span, of), threshold);
        }
      } catch (OttlEvaluationException e) {
        if (propagates) {
          return failure(said(condition, " fails: " + e.getMessage(), span, of), threshold);
        }
      }
    }
    return null;
  }

  private static String said(OttlCondition condition, String what, StagedSpan span, String of) {
    String where = " at span " + Excerpt.quoted(span.name()) + of;
    return Excerpt.of(condition.text()) + what + where;
  }
}
