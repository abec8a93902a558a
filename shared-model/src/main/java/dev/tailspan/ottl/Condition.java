package dev.tailspan.ottl;

import java.util.ArrayList;
import java.util.List;

/**
 * A boolean expression. What is known at load is folded before anything is evaluated, as OTTL does:
 * {@code x and false} is false even where {@code x} would be an error.
 */
sealed interface Condition {
  Condition TRUE = new Constant(true);
  Condition FALSE = new Constant(false);

  boolean holds(OttlContext at) throws OttlEvaluationException;

  /** A value known at load. */
  record Constant(boolean value) implements Condition {
    @Override
    public boolean holds(OttlContext at) {
      return value;
    }
  }

  /** {@code left == right}. */
  record Compared(Expression left, Comparison comparison, Expression right) implements Condition {
    @Override
    public boolean holds(OttlContext at) throws OttlEvaluationException {
      return comparison.holds(left.get(at), right.get(at));
    }
  }

  /** A function alone, which must give a bool. */
  record Called(Expression.Call call) implements Condition {
    @Override
    public boolean holds(OttlContext at) throws OttlEvaluationException {
      if (call.get(at) instanceof Boolean value) {
        return value;
      }
      throw new OttlEvaluationException(call.name() + " gives no true or false to decide by");
    }
  }

  /** {@code not}. */
  record Inverse(Condition condition) implements Condition {
    @Override
    public boolean holds(OttlContext at) throws OttlEvaluationException {
      return !condition.holds(at);
    }
  }

  /** {@code and} or {@code or}, up to the first that decides. */
  record Joined(boolean deciding, List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(OttlContext at) throws OttlEvaluationException {
      for (int i = 0; i < conditions.size(); i++) {
        if (conditions.get(i).holds(at) == deciding) {
          return deciding;
        }
      }
      return !deciding;
    }
  }

  static Condition not(Condition condition) {
    return condition instanceof Constant constant
        ? constant(!constant.value())
        : new Inverse(condition);
  }

  static Condition all(List<Condition> conditions) {
    return joined(false, conditions);
  }

  static Condition any(List<Condition> conditions) {
    return joined(true, conditions);
  }

  static Condition constant(boolean value) {
    return value ? TRUE : FALSE;
  }

  private static Condition joined(boolean deciding, List<Condition> conditions) {
    List<Condition> open = new ArrayList<>();
    for (Condition condition : conditions) {
      if (!(condition instanceof Constant constant)) {
        open.add(condition);
      } else if (constant.value() == deciding) {
        return constant;
      }
    }
    if (open.isEmpty()) {
      return constant(!deciding);
    }
    return open.size() == 1 ? open.get(0) : new Joined(deciding, List.copyOf(open));
  }
}
