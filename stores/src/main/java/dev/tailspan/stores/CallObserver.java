package dev.tailspan.stores;

import org.jspecify.annotations.Nullable;

/** Told of every call to AWS, on the thread that makes it. It changes nothing and never throws. */
@FunctionalInterface
public interface CallObserver {
  /** Nobody looks. */
  CallObserver NONE = (service, operation) -> error -> {};

  /**
   * A call begins, all its attempts included.
   *
   * @param service as the SDK names it: {@code S3}, {@code DynamoDb}, {@code Kinesis}
   * @param operation as {@code PutObject}
   * @return is told of its end
   */
  Call began(String service, String operation);

  /** A call under way. */
  @FunctionalInterface
  interface Call {
    /** It has ended, well where there is no error. */
    void ended(@Nullable Throwable error);
  }
}
