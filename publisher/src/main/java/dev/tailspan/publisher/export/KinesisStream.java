package dev.tailspan.publisher.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * A stream in Kinesis. The partition key is random, and another one each time a record is put:
 * traces are put together by Tailspan whatever shard their spans came by, so records may spread
 * evenly, and one that a hot shard refused goes elsewhere the next time.
 */
final class KinesisStream implements StreamWriter {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final KinesisClient kinesis;
  private final String stream;

  private KinesisStream(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = stream;
  }

  /**
   * @throws IllegalArgumentException when there is no region
   */
  static KinesisStream connect(ExporterSettings settings) {
    KinesisClientBuilder builder =
        KinesisClient.builder()
            // The sender tries again, and only what was refused
            .overrideConfiguration(
                overrides ->
                    overrides
                        .apiCallTimeout(settings.timeout())
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(settings.timeout()));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    try {
      return new KinesisStream(builder.build(), settings.stream());
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "no Kinesis client for stream " + settings.stream() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<Optional<String>> put(List<SpanRecord> records) {
    PutRecordsRequest.Builder request =
        PutRecordsRequest.builder().records(records.stream().map(KinesisStream::entry).toList());
    if (stream.startsWith("arn:")) {
      request.streamARN(stream);
    } else {
      request.streamName(stream);
    }
    PutRecordsResponse response = kinesis.putRecords(request.build());
    if (response.records().size() != records.size()) {
      throw new UncheckedIOException(
          new IOException(
              "%d answers for %d records".formatted(response.records().size(), records.size())));
    }
    return response.records().stream().map(KinesisStream::refusal).toList();
  }

  private static PutRecordsRequestEntry entry(SpanRecord record) {
    String key = "%0" + SpanRecord.KEY_LENGTH + "x";
    return PutRecordsRequestEntry.builder()
        .partitionKey(key.formatted(ThreadLocalRandom.current().nextLong()))
        .data(SdkBytes.fromByteArrayUnsafe(record.data()))
        .build();
  }

  private static Optional<String> refusal(PutRecordsResultEntry answer) {
    return answer.errorCode() == null
        ? Optional.empty()
        : Optional.of(answer.errorCode() + ": " + answer.errorMessage());
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
