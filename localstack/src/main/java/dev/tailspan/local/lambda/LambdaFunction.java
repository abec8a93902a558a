package dev.tailspan.local.lambda;

/** A function that can be invoked synchronously. Thread-safe; callers queue when it is busy. */
@FunctionalInterface
public interface LambdaFunction {
  /**
   * Invokes with an event and waits.
   *
   * @param event JSON, UTF-8
   * @return the function's answer, JSON
   * @throws FunctionError when the function failed, timed out, died or could not start
   */
  byte[] invoke(byte[] event) throws InterruptedException;
}
