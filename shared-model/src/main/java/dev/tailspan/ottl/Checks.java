package dev.tailspan.ottl;

import org.jspecify.annotations.Nullable;

/** Reads a value as a parameter wants it, to see whether it can be read. */
final class Checks {
  private Checks() {}

  /**
   * @throws OttlEvaluationException saying what is wanted instead
   */
  static boolean isReadable(Parameter.Kind kind, @Nullable Object value)
      throws OttlEvaluationException {
    read(kind, value);
    return true;
  }

  private static @Nullable Object read(Parameter.Kind kind, @Nullable Object value)
      throws OttlEvaluationException {
    return switch (kind) {
      case TEXT -> Convert.text(value);
      case TEXT_LIKE -> Convert.textLike(value);
      case INT -> Convert.whole(value);
      case INT_LIKE -> Convert.wholeLike(value);
      case DOUBLE -> Convert.real(value);
      case DOUBLE_LIKE -> Convert.realLike(value);
      case BOOL -> Convert.flag(value);
      case BOOL_LIKE -> Convert.flagLike(value);
      case BYTES_LIKE -> Convert.bytesLike(value);
      case MAP -> Convert.map(value);
      case LIST -> Convert.list(value);
      case TIME -> Convert.time(value);
      case DURATION -> Convert.duration(value);
      default -> value;
    };
  }
}
