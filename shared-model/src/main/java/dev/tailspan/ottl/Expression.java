package dev.tailspan.ottl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands for a value. Immutable, but for literals' arrays, which nobody changes. */
sealed interface Expression {

  @Nullable Object get(OttlContext at) throws OttlEvaluationException;

  /** Whether the value is known at load; wrong literals are refused there, as OTTL does. */
  default boolean isLiteral() {
    return false;
  }

  /** A number, text, bool, enum, bytes or nil as written. */
  record Literal(@Nullable Object value) implements Expression {
    @Override
    public @Nullable Object get(OttlContext at) {
      return value;
    }

    @Override
    public boolean isLiteral() {
      return true;
    }
  }

  /** {@code [1, name]}: a []any. */
  record Items(List<Expression> items) implements Expression {
    @Override
    public Object get(OttlContext at) throws OttlEvaluationException {
      return Raw.list(items, at);
    }

    @Override
    public boolean isLiteral() {
      return items.stream().allMatch(Expression::isLiteral);
    }
  }

  /** {@code {"a": 1}}: a pcommon.Map. */
  record Entries(List<String> keys, List<Expression> values) implements Expression {
    @Override
    public Object get(OttlContext at) throws OttlEvaluationException {
      return Raw.map(keys, values, at);
    }

    @Override
    public boolean isLiteral() {
      return values.stream().allMatch(Expression::isLiteral);
    }
  }

  /** What a path leads to. */
  record Path(String name, Reader reader) implements Expression {
    /** Reads one field of what is looked at. */
    @FunctionalInterface
    interface Reader {
      @Nullable Object read(OttlContext at) throws OttlEvaluationException;
    }

    @Override
    public @Nullable Object get(OttlContext at) throws OttlEvaluationException {
      return reader.read(at);
    }
  }

  /** A call of a function, its result indexed by the keys. Never a literal, whatever is given. */
  record Call(String name, Function.Body body, List<Expression> keys) implements Expression {
    @Override
    public @Nullable Object get(OttlContext at) throws OttlEvaluationException {
      Object result = body.call(at);
      return keys.isEmpty() ? result : Keys.ofResult(result, keys, at);
    }
  }

  /** A minus before anything but a written number. */
  record Negative(Expression value) implements Expression {
    @Override
    public Object get(OttlContext at) throws OttlEvaluationException {
      return Arithmetic.negate(value.get(at));
    }
  }

  /** One level of a calculation, from left to right; flat, so that a long one is not deep. */
  record Calculation(Expression first, List<Step> steps) implements Expression {
    /**
     * @param operator one of {@code + - * /}
     */
    record Step(char operator, Expression value) {}

    @Override
    public @Nullable Object get(OttlContext at) throws OttlEvaluationException {
      Object result = first.get(at);
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        result = Arithmetic.of(result, step.operator(), step.value().get(at));
      }
      return result;
    }
  }
}
