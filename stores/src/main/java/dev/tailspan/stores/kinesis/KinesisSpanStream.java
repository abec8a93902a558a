package dev.tailspan.stores.kinesis;

import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.StorageException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The shards of a stream. The time of a probe is the {@code Date} of Kinesis' answer: a function's
 * own clock may be minutes ahead, and would then decide traces whose spans are still to come. It is
 * given in whole seconds, rounded down, so it is never later than the truth. An answer without a
 * date is an error for the same reason; there is no falling back to another clock.
 */
final class KinesisSpanStream implements SpanStream {
  /**
   * Kinesis may answer without records although some are ahead ("a shard iterator that advances
   * over a gap"). A shard that is still not at an end after so many answers is called not caught
   * up, and the next run begins again. A shard answers five reads a second to all its readers.
   */
  private static final int MAX_READS = 5;

  private final KinesisClient client;
  private final String stream;

  KinesisSpanStream(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  @Override
  public List<SpanStream.Shard> shards() {
    List<SpanStream.Shard> shards = new ArrayList<>();
    ListShardsRequest request = ListShardsRequest.builder().streamName(stream).build();
    while (true) {
      ListShardsRequest page = request;
      ListShardsResponse answer = call("listing the shards", () -> client.listShards(page));
      answer.shards().forEach(shard -> shards.add(shard(shard)));
      if (answer.nextToken() == null) {
        return List.copyOf(shards);
      }
      // With a token the stream must not be named.
      request = ListShardsRequest.builder().nextToken(answer.nextToken()).build();
    }
  }

  private static SpanStream.Shard shard(software.amazon.awssdk.services.kinesis.model.Shard shard) {
    List<String> parents =
        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
            .filter(id -> id != null && !id.isEmpty())
            .toList();
    return new SpanStream.Shard(
        shard.shardId(), parents, shard.sequenceNumberRange().endingSequenceNumber() != null);
  }

  @Override
  public Probe probe(String shardId, String afterSequenceNumber) {
    String iterator = iterator(shardId, afterSequenceNumber);
    long atMillis = 0;
    for (int read = 0; read < MAX_READS; read++) {
      GetRecordsResponse answer = read(shardId, iterator);
      if (answer == null) {
        iterator = iterator(shardId, afterSequenceNumber);
        continue;
      }
      atMillis = dateOf(answer);
      if (!answer.records().isEmpty()) {
        return new Probe(atMillis, false, false);
      }
      String next = answer.nextShardIterator();
      if (next == null) {
        return new Probe(atMillis, true, true);
      }
      Long behind = answer.millisBehindLatest();
      if (behind != null && behind == 0) {
        return new Probe(atMillis, true, false);
      }
      iterator = next;
    }
    return new Probe(atMillis, false, false);
  }

  private String iterator(String shardId, String afterSequenceNumber) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
    if (!afterSequenceNumber.isEmpty()) {
      request
          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .startingSequenceNumber(afterSequenceNumber);
      try {
        return iterator(request);
      } catch (StorageException e) {
        if (!(e.getCause() instanceof InvalidArgumentException)) {
          throw e;
        }
        // Kinesis knows the number no more. From the oldest record on there is never less to read,
        // so
        // at the worst the shard is called not caught up until what was read before has expired.
        request.startingSequenceNumber(null);
      }
    }
    return iterator(request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
  }

  private String iterator(GetShardIteratorRequest.Builder request) {
    String what = "asking for a place in shard " + request.build().shardId();
    return call(what, () -> client.getShardIterator(request.build())).shardIterator();
  }

  /** Null when the iterator has expired, which it does five minutes after it was given. */
  private @Nullable GetRecordsResponse read(String shardId, String iterator) {
    try {
      return call(
          "reading shard " + shardId,
          () -> client.getRecords(r -> r.shardIterator(iterator).limit(1)));
    } catch (StorageException e) {
      if (e.getCause() instanceof ExpiredIteratorException) {
        return null;
      }
      throw e;
    }
  }

  private long dateOf(GetRecordsResponse answer) {
    String date = answer.sdkHttpResponse().firstMatchingHeader("Date").orElse("");
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw new StorageException(
          "Kinesis answered without a date that can be read ('" + date + "')", e);
    }
  }

  private <T> T call(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException | UncheckedIOException e) {
      throw new StorageException(
          what + " of Kinesis stream " + stream + " failed: " + e.getMessage(), e);
    }
  }
}
