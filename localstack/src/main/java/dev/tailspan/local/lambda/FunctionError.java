package dev.tailspan.local.lambda;

/** A failed invocation: what the function threw, or what Lambda says about its environment. */
public final class FunctionError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The event or the answer is over Lambda's 6 MB. */
  public static final String TOO_LARGE = "Function.PayloadTooLarge";

  /** The time-out of the function passed; its process was killed. */
  public static final String TIMED_OUT = "Sandbox.Timedout";

  /** The process ended during the invocation. */
  public static final String EXITED = "Runtime.ExitError";

  /** The function could not be initialised. */
  public static final String INIT = "Runtime.InitError";

  private final String type;

  /**
   * @param type class name of what was thrown, or one of the constants
   */
  public FunctionError(String type, String message) {
    super(message);
    this.type = type;
  }

  public String type() {
    return type;
  }

  /** Type and message, as Lambda's console shows them. */
  public String describe() {
    return type + ": " + getMessage();
  }
}
