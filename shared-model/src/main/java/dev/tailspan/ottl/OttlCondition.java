package dev.tailspan.ottl;

/**
 * A boolean expression of OTTL, such as {@code span.attributes["http.status_code"] >= 500 and not
 * IsMatch(span.name, "^/health")}. Immutable.
 */
public final class OttlCondition {
  private final String text;
  private final Condition condition;

  private OttlCondition(String text, Condition condition) {
    this.text = text;
    this.condition = condition;
  }

  /**
   * Reads a condition; regular expressions written in it are compiled here.
   *
   * @throws OttlSyntaxException when OTTL would refuse it, when it is longer or deeper than any
   *     condition somebody would write, or asks for what is not supported here
   */
  public static OttlCondition parse(String text, OttlSignal signal) throws OttlSyntaxException {
    return new OttlCondition(text, new Parser(text, signal).wholeCondition());
  }

  /**
   * Whether it is true.
   *
   * @throws OttlEvaluationException when it is neither true nor false
   */
  public boolean holds(OttlContext at) throws OttlEvaluationException {
    return condition.holds(at);
  }

  /** As written. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
