package dev.tailspan.local.kinesis;

import dev.tailspan.local.net.Answer;
import dev.tailspan.local.net.Call;
import dev.tailspan.local.net.LoopbackServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** HTTP to operations: picks the wire format, dispatches, turns errors into answers. */
final class KinesisHandler implements LoopbackServer.Handler {
  private static final String TARGET = "Kinesis_20131202.";

  private final Faults faults;
  private final StreamOperations streamOperations;
  private final ShardOperations shardOperations;
  private final PutOperations putOperations;
  private final GetOperations getOperations;

  KinesisHandler(Streams streams, Faults faults) {
    this.faults = faults;
    this.streamOperations = new StreamOperations(streams);
    this.shardOperations = new ShardOperations(streams);
    this.putOperations = new PutOperations(streams, faults);
    this.getOperations = new GetOperations(streams);
  }

  @Override
  public Answer handle(Call call) throws IOException {
    WireFormat format = WireFormat.of(call.header("Content-Type"));
    try {
      String operation = operation(call);
      faults.beforeCall(operation);
      return answer(format, 200, run(operation, new Request(format, format.read(call.body()))));
    } catch (ApiException e) {
      String message = String.valueOf(e.getMessage());
      return answer(format, e.status(), Map.of("__type", e.code(), "message", message));
    }
  }

  private static String operation(Call call) {
    String target = call.header("X-Amz-Target");
    if (target == null || !target.startsWith(TARGET)) {
      throw ApiException.of(
          "UnknownOperationException", "X-Amz-Target " + target + " is no Kinesis operation");
    }
    return target.substring(TARGET.length());
  }

  private Map<String, Object> run(String operation, Request request) {
    return switch (operation) {
      case "PutRecord" -> putOperations.putOne(request);
      case "PutRecords" -> putOperations.putMany(request);
      case "GetRecords" -> getOperations.records(request);
      case "GetShardIterator" -> getOperations.iterator(request);
      case "ListShards" -> shardOperations.list(request);
      case "SplitShard" -> shardOperations.split(request);
      case "MergeShards" -> shardOperations.merge(request);
      case "CreateStream" -> streamOperations.create(request);
      case "DeleteStream" -> streamOperations.delete(request);
      case "DescribeStream" -> streamOperations.describe(request);
      case "DescribeStreamSummary" -> streamOperations.summary(request);
      case "ListStreams" -> streamOperations.list(request);
      case "IncreaseStreamRetentionPeriod" -> streamOperations.retention(request, true);
      case "DecreaseStreamRetentionPeriod" -> streamOperations.retention(request, false);
      default ->
          throw ApiException.of(
              "UnknownOperationException",
              "Operation " + operation + " is not part of this stand-in for Kinesis");
    };
  }

  private static Answer answer(WireFormat format, int status, Map<String, Object> value)
      throws IOException {
    return new Answer(
        status,
        Map.of(
            "Content-Type",
            List.of(format.contentType()),
            "x-amzn-RequestId",
            List.of(UUID.randomUUID().toString())),
        format.write(value));
  }
}
