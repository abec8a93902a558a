package dev.tailspan.local.lambda;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way through a runtime. */
final class Invocation {
  private final String requestId = UUID.randomUUID().toString();
  private final byte[] event;
  private final Duration timeout;
  private final CompletableFuture<Long> taken = new CompletableFuture<>();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  Invocation(byte[] event, Duration timeout) {
    this.event = event;
    this.timeout = timeout;
  }

  String requestId() {
    return requestId;
  }

  byte[] event() {
    return event;
  }

  Duration timeout() {
    return timeout;
  }

  /** Done when the runtime has fetched it. The function's time runs from then on. */
  CompletableFuture<Long> taken() {
    return taken;
  }

  CompletableFuture<byte[]> result() {
    return result;
  }

  void fail(FunctionError error) {
    taken.completeExceptionally(error);
    result.completeExceptionally(error);
  }
}
