package dev.tailspan.functions.query;

/** A parameter that is missing or wrong: a 400 that names it. */
final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String parameter;

  BadParameterException(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  String parameter() {
    return parameter;
  }
}
