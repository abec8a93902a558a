package dev.tailspan.local.chaos;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.local.traffic.OtlpHttpSender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The load: traces by OTLP/HTTP and as records, and now and then a record that is none of ours. */
final class Traffic implements AutoCloseable {
  private static final int ROUNDS_TO_POISON = 2 * SentTraces.ROUNDS_A_SECOND;
  private static final long ROUND_NANOS = 1_000_000_000L / SentTraces.ROUNDS_A_SECOND;

  private final LocalStack stack;
  private final KinesisClient kinesis;
  private final SentTraces traces;
  private final long seed;
  private final long beganMillis = System.currentTimeMillis();
  private long nextRound = System.nanoTime();
  private int rounds;

  Traffic(LocalStack stack, long seed, double spansPerSecond) {
    this.stack = stack;
    this.seed = seed;
    this.kinesis = stack.kinesisClient();
    this.traces =
        new SentTraces(
            seed,
            spansPerSecond,
            List.of(
                new OtlpHttpSender(stack.endpoints().otlp()),
                new KinesisSender(kinesis, stack.stream(), seed)));
  }

  SentTraces traces() {
    return traces;
  }

  long beganMillis() {
    return beganMillis;
  }

  /** Sends what is due in a tenth of a second, and returns at its end. */
  void round() throws InterruptedException {
    traces.sendRound(System.currentTimeMillis());
    if (++rounds % ROUNDS_TO_POISON == 0) {
      poison();
    }
    nextRound = Math.max(nextRound + ROUND_NANOS, System.nanoTime() - ROUND_NANOS);
    long early = (nextRound - System.nanoTime()) / 1_000_000;
    if (early > 0) {
      Thread.sleep(early);
    }
  }

  /** What the stream accepted of them is told by the stream. */
  private void poison() {
    byte[] bytes = ("poison " + rounds + " of " + seed).getBytes(StandardCharsets.UTF_8);
    try {
      kinesis.putRecord(
          request ->
              request
                  .streamName(stack.stream())
                  .partitionKey(Integer.toString(rounds))
                  .data(SdkBytes.fromByteArray(bytes)));
    } catch (SdkException e) {
      // Throttled: one less.
    }
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
