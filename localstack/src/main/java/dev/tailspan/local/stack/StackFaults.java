package dev.tailspan.local.stack;

import dev.tailspan.local.kinesis.Faults;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.local.lambda.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be done to a running stack. For chaos tests. Thread-safe. */
public final class StackFaults {
  private final Emulators emulators;
  private final Functions functions;

  StackFaults(Emulators emulators, Functions functions) {
    this.emulators = emulators;
    this.functions = functions;
  }

  /**
   * Kills the process of a function (SIGKILL), as a lost environment would go.
   *
   * @return what it was at; empty when there was none to kill
   */
  public Optional<Phase> kill(FunctionName function) {
    return functions.get(function).killOne();
  }

  /** What the process of a function is at; empty while there is none. */
  public Optional<Phase> phase(FunctionName function) {
    return functions.get(function).phase();
  }

  /** Invocations of a function that ended well so far. */
  public long succeeded(FunctionName function) {
    return functions.get(function).succeeded();
  }

  /** Stops DynamoDB Local for a while (SIGSTOP) and returns when it goes on. */
  public void pauseDynamoDb(Duration pause) throws InterruptedException {
    emulators.dynamoDbProcess().pause(pause);
  }

  /**
   * Ends DynamoDB Local, starts it on its data, and returns when it answers.
   *
   * @param killed whether it ends by SIGKILL
   */
  public void restartDynamoDb(boolean killed) {
    emulators.dynamoDbProcess().restart(killed);
  }

  /**
   * What makes requests to S3 fail.
   *
   * @throws IllegalStateException in a stack without {@link StackSettings#faults}
   */
  public S3Front s3() {
    return emulators.s3Front();
  }

  /** What makes requests to Kinesis fail, and reads of a shard slow. */
  public Faults kinesis() {
    return emulators.kinesis().faults();
  }

  /** The ids of the shards that take records, as they lie side by side. */
  public List<String> openShards() {
    return emulators.kinesis().reader(Emulators.STREAM).shards().stream()
        .filter(shard -> !shard.closed())
        .map(ShardView::shardId)
        .toList();
  }

  /** Splits a shard of the stream in two. */
  public void split(String shardId) {
    emulators.kinesis().split(Emulators.STREAM, shardId);
  }

  /** Merges two shards that {@link #split} made of one, the one with the lower id first. */
  public void merge(String lower, String upper) {
    emulators.kinesis().merge(Emulators.STREAM, lower, upper);
  }
}
