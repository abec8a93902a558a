package dev.tailspan.stores.kinesis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Answers that a well-behaved stand-in never gives, one after the other. */
final class ScriptedKinesis implements KinesisClient {
  final List<GetShardIteratorRequest> iterators = new ArrayList<>();
  final List<PutRecordsRequest> puts = new ArrayList<>();
  final List<ListShardsRequest> lists = new ArrayList<>();
  final Deque<Supplier<GetRecordsResponse>> reads = new ArrayDeque<>();
  final Deque<ListShardsResponse> pages = new ArrayDeque<>();
  Function<PutRecordsRequest, PutRecordsResponse> put =
      request -> {
        throw new IllegalStateException("no put expected");
      };
  boolean sequenceNumbersAreUnknown;

  /** An answer without records. */
  static GetRecordsResponse nothing(String date, String nextIterator, Long millisBehind) {
    SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(200);
    if (date != null) {
      http.putHeader("Date", date);
    }
    GetRecordsResponse.Builder answer = GetRecordsResponse.builder();
    answer
        .nextShardIterator(nextIterator)
        .millisBehindLatest(millisBehind)
        .records(List.of())
        .sdkHttpResponse(http.build());
    return answer.build();
  }

  static GetRecordsResponse oneRecord(String date) {
    return nothing(date, "next", 0L).toBuilder()
        .records(Record.builder().sequenceNumber("1").build())
        .build();
  }

  @Override
  public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
    iterators.add(request);
    if (sequenceNumbersAreUnknown && request.startingSequenceNumber() != null) {
      throw InvalidArgumentException.builder().message("no such number").build();
    }
    return GetShardIteratorResponse.builder().shardIterator("first").build();
  }

  @Override
  public GetRecordsResponse getRecords(GetRecordsRequest request) {
    return reads.remove().get();
  }

  @Override
  public ListShardsResponse listShards(ListShardsRequest request) {
    lists.add(request);
    return pages.remove();
  }

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    puts.add(request);
    return put.apply(request);
  }

  @Override
  public String serviceName() {
    return "kinesis";
  }

  @Override
  public void close() {}
}
