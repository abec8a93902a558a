package dev.tailspan.simulation.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.local.kinesis.ApiException;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.simulation.cloud.Conformance.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The requests that the stores send to Kinesis, while records come and shards are split and merged.
 * Model and stand-in show the same stream, so what changes it is done once.
 */
final class KinesisSteps {
  private final SplittableRandom random;

  /**
   * Who is asked.
   *
   * @param changes whether it is this side that changes the stream
   * @param iterators that were given out to it so far
   */
  record Side(
      KinesisClient client,
      KinesisStandIn streams,
      String stream,
      boolean changes,
      LongConsumer advance,
      List<String> iterators) {}

  private KinesisSteps(SplittableRandom random) {
    this.random = random;
  }

  static Step<Side> step(SplittableRandom random) {
    return new KinesisSteps(random).step();
  }

  private Step<Side> step() {
    int kind = random.nextInt(100);
    if (kind < 25) {
      return put();
    } else if (kind < 35) {
      return reshard();
    } else if (kind < 42) {
      return advance();
    } else if (kind < 52) {
      return list();
    } else if (kind < 72) {
      return iterator();
    }
    return read();
  }

  private Step<Side> put() {
    String key = Integer.toString(random.nextInt(1000));
    return new Step<>(
        "a record with key " + key + " comes",
        side -> change(side, () -> side.streams().put(side.stream(), key, key.getBytes(UTF_8))));
  }

  private Step<Side> reshard() {
    int which = random.nextInt(100);
    boolean merges = random.nextInt(2) == 0;
    return new Step<>(
        merges ? "shards are merged" : "shard " + which + " is split",
        side ->
            change(
                side,
                () -> {
                  List<String> open =
                      side.streams().reader(side.stream()).shards().stream()
                          .filter(shard -> !shard.closed())
                          .map(ShardView::shardId)
                          .toList();
                  if (merges) {
                    merge(side, open);
                  } else if (open.size() < 6) {
                    side.streams().split(side.stream(), open.get(which % open.size()));
                  }
                }));
  }

  private static void merge(Side side, List<String> open) {
    for (String lower : open) {
      for (String upper : open) {
        try {
          side.streams().merge(side.stream(), lower, upper);
          return;
        } catch (ApiException e) {
          // They are not adjacent.
        }
      }
    }
  }

  private Step<Side> advance() {
    long millis =
        random.nextInt(10) == 0 ? 3_600_000L * random.nextInt(1, 20) : random.nextInt(400_000);
    return new Step<>(
        millis + " ms pass", side -> change(side, () -> side.advance().accept(millis)));
  }

  private static String change(Side side, Runnable change) {
    if (side.changes()) {
      change.run();
    }
    return "";
  }

  private Step<Side> list() {
    return new Step<>(
        "list the shards",
        side ->
            side.client().listShards(r -> r.streamName(side.stream())).shards().stream()
                .map(KinesisSteps::shard)
                .toList()
                .toString());
  }

  private static String shard(Shard shard) {
    return shard.shardId()
        + " of "
        + shard.parentShardId()
        + " "
        + shard.adjacentParentShardId()
        + (shard.sequenceNumberRange().endingSequenceNumber() == null ? "" : " closed");
  }

  private Step<Side> iterator() {
    int which = random.nextInt(8);
    int wanted = random.nextInt(10);
    int number = random.nextInt(100);
    return new Step<>(
        "an iterator of shard " + which + " " + wanted + " " + number,
        side -> {
          String shardId = "shardId-%012d".formatted(which);
          GetShardIteratorRequest.Builder request =
              GetShardIteratorRequest.builder().streamName(side.stream()).shardId(shardId);
          if (wanted < 4) {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
          } else {
            request
                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .startingSequenceNumber(sequenceNumber(side, shardId, wanted, number));
          }
          side.iterators().add(side.client().getShardIterator(request.build()).shardIterator());
          return "given";
        });
  }

  /** Mostly one of the shard's own, else another shard's, or none at all. */
  private static String sequenceNumber(Side side, String shardId, int wanted, int number) {
    if (wanted == 9) {
      return List.of("0", "17", "9".repeat(56), "1".repeat(56)).get(number % 4);
    }
    List<String> numbers = new ArrayList<>();
    var reader = side.streams().reader(side.stream());
    for (ShardView shard : reader.shards()) {
      if (wanted == 8 || shard.shardId().equals(shardId)) {
        numbers.add(reader.newest(shard.shardId()));
        numbers.add(reader.beforeOldest(shard.shardId()));
      }
    }
    return numbers.isEmpty() ? "17" : numbers.get(number % numbers.size());
  }

  private Step<Side> read() {
    int which = random.nextInt(100);
    int limit = random.nextInt(1, 4);
    return new Step<>(
        "read by iterator " + which + " limit " + limit,
        side -> {
          if (side.iterators().isEmpty()) {
            return "no iterator";
          }
          int at = which % side.iterators().size();
          GetRecordsResponse answer =
              side.client().getRecords(r -> r.shardIterator(side.iterators().get(at)).limit(limit));
          if (answer.nextShardIterator() != null) {
            side.iterators().add(answer.nextShardIterator());
          }
          return answer.records().stream()
                  .map(
                      record ->
                          record.sequenceNumber()
                              + " "
                              + record.approximateArrivalTimestamp()
                              + " "
                              + record.partitionKey()
                              + " "
                              + record.data().asUtf8String())
                  .toList()
              + (answer.millisBehindLatest() == 0 ? " at the tip" : " behind")
              + (answer.nextShardIterator() == null ? " at the end" : "")
              + " at "
              + answer.sdkHttpResponse().firstMatchingHeader("Date").orElse("no date");
        });
  }
}
