package dev.tailspan.simulation.cloud;

import dev.tailspan.local.kinesis.ApiException;
import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.kinesis.ShardReader.PageView;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.simulation.cloud.Network.Service;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * What of Kinesis a function asks beside what the event source mapping hands it: shards, and a look
 * after a sequence number. Over the streams of the local stack.
 */
public final class ModelKinesis implements KinesisClient {
  private static final long ITERATOR_MILLIS = 300_000;

  private final ShardReader stream;
  private final Network network;
  private final LongSupplier nowMillis;
  private final BooleanSupplier gap;

  /**
   * @param nowMillis of Kinesis, for the {@code Date} of its answers
   * @param gap whether an answer is empty although there are records ahead
   */
  public ModelKinesis(
      ShardReader stream, Network network, LongSupplier nowMillis, BooleanSupplier gap) {
    this.stream = stream;
    this.network = network;
    this.nowMillis = nowMillis;
    this.gap = gap;
  }

  /** Of one page. */
  @Override
  public ListShardsResponse listShards(ListShardsRequest request) {
    return send(
        "ListShards",
        () ->
            ListShardsResponse.builder()
                .shards(stream.shards().stream().map(ModelKinesis::shard).toList())
                .build());
  }

  private static Shard shard(ShardView view) {
    Shard.Builder shard =
        Shard.builder()
            .shardId(view.shardId())
            .sequenceNumberRange(
                range -> range.startingSequenceNumber("0").endingSequenceNumber(end(view)));
    if (!view.parents().isEmpty()) {
      shard.parentShardId(view.parents().get(0));
    }
    if (view.parents().size() > 1) {
      shard.adjacentParentShardId(view.parents().get(1));
    }
    return shard.build();
  }

  private static @Nullable String end(ShardView view) {
    return view.closed() ? "9" : null;
  }

  @Override
  public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
    return send(
        "GetShardIterator",
        () -> {
          String after =
              request.shardIteratorType() == ShardIteratorType.TRIM_HORIZON
                  ? stream.beforeOldest(request.shardId())
                  : request.startingSequenceNumber();
          stream.readAfter(request.shardId(), after, 1, 1); // or that is no number of the shard
          return GetShardIteratorResponse.builder()
              .shardIterator(iterator(request.shardId(), after))
              .build();
        });
  }

  private String iterator(String shardId, String after) {
    return shardId + " " + after + " " + nowMillis.getAsLong();
  }

  @Override
  public GetRecordsResponse getRecords(GetRecordsRequest request) {
    String[] place = request.shardIterator().split(" ", -1);
    return send(
        "GetRecords",
        () -> {
          long now = nowMillis.getAsLong();
          if (now - Long.parseLong(place[2]) > ITERATOR_MILLIS) {
            throw ExpiredIteratorException.builder().message("Iterator expired").build();
          }
          return records(
              place[0], place[1], request.limit() == null ? 10_000 : request.limit(), now);
        });
  }

  private GetRecordsResponse records(String shardId, String after, int limit, long now) {
    PageView page = stream.readAfter(shardId, after, limit, 10L << 20);
    GetRecordsResponse.Builder answer = GetRecordsResponse.builder();
    List<RecordView> views = page.records();
    boolean ended = page.ended();
    boolean atTip = views.isEmpty() || last(views).equals(stream.newest(shardId));
    if (!views.isEmpty() && gap.getAsBoolean()) {
      views = List.of();
      ended = false;
      atTip = false;
    }
    if (!ended) {
      answer.nextShardIterator(iterator(shardId, views.isEmpty() ? after : last(views)));
    }
    answer
        .records(views.stream().map(ModelKinesis::record).toList())
        .millisBehindLatest(atTip ? 0L : 1000L)
        .sdkHttpResponse(
            SdkHttpFullResponse.builder().statusCode(200).putHeader("Date", date(now)).build());
    return (GetRecordsResponse) answer.build();
  }

  private static String date(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  private static String last(List<RecordView> views) {
    return views.get(views.size() - 1).sequenceNumber();
  }

  private static Record record(RecordView view) {
    return Record.builder()
        .sequenceNumber(view.sequenceNumber())
        .approximateArrivalTimestamp(view.approximateArrival())
        .partitionKey(view.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(view.data()))
        .build();
  }

  private <T> T send(String operation, Supplier<T> effect) {
    return network.send(
        Service.KINESIS,
        operation,
        () -> {
          try {
            return effect.get();
          } catch (ApiException e) {
            throw error(e);
          }
        });
  }

  private static AwsServiceException error(ApiException e) {
    return switch (e.code()) {
      case "InvalidArgumentException" ->
          InvalidArgumentException.builder().message(e.getMessage()).build();
      case "ResourceNotFoundException" ->
          ResourceNotFoundException.builder().message(e.getMessage()).build();
      default -> KinesisException.builder().message(e.getMessage()).statusCode(400).build();
    };
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
