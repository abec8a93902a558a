package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.ottl.Expression.Items;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Function.Given;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, each in its parameter's place, read as the function wants them. */
final class Arguments {
  private final int offset;
  private final @Nullable Given[] given;

  /**
   * @param offset of the call
   */
  Arguments(int offset, @Nullable Given[] given) {
    this.offset = offset;
    this.given = given;
  }

  boolean has(int i) {
    return given[i] != null;
  }

  Expression expression(int i) {
    return Objects.requireNonNull(given[i]).value();
  }

  @Nullable Object any(int i, OttlContext at) throws OttlEvaluationException {
    return expression(i).get(at);
  }

  String text(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.text(any(i, at));
  }

  /** Null for nil. */
  @Nullable String textLike(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.textLike(any(i, at));
  }

  long whole(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.whole(any(i, at));
  }

  byte[] bytesLike(int i, OttlContext at) throws OttlEvaluationException {
    byte[] bytes = Convert.bytesLike(any(i, at));
    return bytes == null ? new byte[0] : bytes;
  }

  Attributes map(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.map(any(i, at)).values();
  }

  ArrayValue list(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.list(any(i, at));
  }

  ZonedDateTime time(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.time(any(i, at));
  }

  long duration(int i, OttlContext at) throws OttlEvaluationException {
    return Convert.duration(any(i, at));
  }

  /** A text written in quotes; absent, the other. */
  String written(int i, String absent) {
    return has(i) && expression(i) instanceof Literal literal
        ? String.valueOf(literal.value())
        : absent;
  }

  /** True or false, written; absent, false. */
  boolean flag(int i) {
    return has(i) && expression(i).equals(new Literal(true));
  }

  /** Of a list in brackets. */
  List<Expression> items(int i) {
    return has(i) && expression(i) instanceof Items list ? list.items() : List.of();
  }

  /** The texts of a list of texts, all written in quotes. */
  List<String> writtenTexts(int i) {
    return items(i).stream()
        .map(item -> item instanceof Literal literal ? String.valueOf(literal.value()) : "")
        .toList();
  }

  /** A text known at load; null where it is only known for each span. */
  @Nullable String literalText(int i) {
    return expression(i) instanceof Literal literal && literal.value() instanceof String text
        ? text
        : null;
  }

  OttlSyntaxException wrong(int i, String message) {
    Given argument = given[i];
    return new OttlSyntaxException(argument == null ? offset : argument.offset(), message);
  }
}
