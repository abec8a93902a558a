package dev.tailspan.local.kinesis;

/** An error of the Kinesis API: its exception name, its text and the HTTP status it comes with. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  private ApiException(String code, int status, String message) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  static ApiException of(String code, String message) {
    return new ApiException(code, 400, message);
  }

  static ApiException invalid(String message) {
    return of("InvalidArgumentException", message);
  }

  static ApiException notFound(String message) {
    return of("ResourceNotFoundException", message);
  }

  /** A member outside its constraint, in the words AWS' request validation uses. */
  static ApiException constraint(String value, String member, String constraint) {
    return of(
        "ValidationException",
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, member, constraint));
  }

  static ApiException internal(int status) {
    return new ApiException("InternalFailure", status, "Internal failure");
  }

  /** Name of the exception, such as {@code ResourceNotFoundException}. */
  public String code() {
    return code;
  }

  int status() {
    return status;
  }
}
