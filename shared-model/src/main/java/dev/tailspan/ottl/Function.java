package dev.tailspan.ottl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of OTTL (a converter): its name, what it takes, and how a call is made ready. To add
 * one, see CONTRIBUTING.
 */
record Function(String name, List<Parameter> parameters, Maker maker) {
  Function {
    parameters = List.copyOf(parameters);
  }

  /** Makes a call ready, once, at load: what is wrong with literals is said here. */
  @FunctionalInterface
  interface Maker {
    Body make(Arguments arguments) throws OttlSyntaxException;
  }

  /** A call, ready to be asked for every span. */
  @FunctionalInterface
  interface Body {
    @Nullable Object call(OttlContext at) throws OttlEvaluationException;
  }

  /** What a call does that has nothing to make ready. */
  @FunctionalInterface
  interface Simple {
    @Nullable Object call(Arguments arguments, OttlContext at) throws OttlEvaluationException;
  }

  /** Something tried at load, on literals. */
  @FunctionalInterface
  interface Trial<T> {
    T run() throws OttlEvaluationException;
  }

  /**
   * An argument as written.
   *
   * @param name empty for one that is known by its place
   */
  record Given(String name, Expression value, int offset) {}

  static Function of(String name, Simple simple, Parameter... parameters) {
    return new Function(name, List.of(parameters), arguments -> at -> simple.call(arguments, at));
  }

  static Function made(String name, Maker maker, Parameter... parameters) {
    return new Function(name, List.of(parameters), maker);
  }

  /**
   * @throws OttlSyntaxException when it fails, with the same words
   */
  static <T> T atLoad(int offset, Trial<T> trial) throws OttlSyntaxException {
    try {
      return trial.run();
    } catch (OttlEvaluationException e) {
      String message = String.valueOf(e.getMessage());
      throw new OttlSyntaxException(
          offset, Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
    }
  }
}
