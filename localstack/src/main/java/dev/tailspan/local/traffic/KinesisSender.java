package dev.tailspan.local.traffic;

import dev.tailspan.model.Span;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Records of the encoding {@code otlp_proto} with random partition keys: what the Collector's
 * {@code awskinesisexporter} writes. Records that PutRecords refuses are put again, they alone.
 */
public final class KinesisSender implements SpanSender {
  /** Small enough that a record of ordinary spans stays far below Kinesis' 1 MiB. */
  static final int SPANS_PER_RECORD = 100;

  private static final int RECORDS_PER_CALL = 100;
  private static final int ATTEMPTS = 8;
  private static final long FIRST_PAUSE_MILLIS = 50;

  private final KinesisClient kinesis;
  private final String stream;
  private final SplittableRandom keys;

  /**
   * @param seed of the partition keys
   */
  public KinesisSender(KinesisClient kinesis, String stream, long seed) {
    this.kinesis = kinesis;
    this.stream = stream;
    keys = new SplittableRandom(seed);
  }

  @Override
  public void send(List<Span> spans) throws InterruptedException {
    List<PutRecordsRequestEntry> records = new ArrayList<>();
    for (int from = 0; from < spans.size(); from += SPANS_PER_RECORD) {
      records.add(record(spans.subList(from, Math.min(spans.size(), from + SPANS_PER_RECORD))));
      if (records.size() == RECORDS_PER_CALL) {
        put(records);
        records = new ArrayList<>();
      }
    }
    if (!records.isEmpty()) {
      put(records);
    }
  }

  private PutRecordsRequestEntry record(List<Span> spans) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(Long.toHexString(keys.nextLong()))
        .data(SdkBytes.fromByteArrayUnsafe(OtlpProto.encode(spans)))
        .build();
  }

  private void put(List<PutRecordsRequestEntry> records) throws InterruptedException {
    List<PutRecordsRequestEntry> left = records;
    for (int attempt = 1; ; attempt++) {
      PutRecordsResponse response = call(left);
      if (response.failedRecordCount() == 0) {
        return;
      }
      left = refused(left, response);
      if (attempt == ATTEMPTS) {
        throw new SendException(
            "stream " + stream + " refused " + left.size() + " records " + ATTEMPTS + " times");
      }
      Thread.sleep(FIRST_PAUSE_MILLIS << (attempt - 1));
    }
  }

  private PutRecordsResponse call(List<PutRecordsRequestEntry> records) {
    try {
      return kinesis.putRecords(request -> request.streamName(stream).records(records));
    } catch (SdkException e) {
      throw new SendException("cannot put on stream " + stream + ": " + e.getMessage(), e);
    }
  }

  private static List<PutRecordsRequestEntry> refused(
      List<PutRecordsRequestEntry> put, PutRecordsResponse response) {
    List<PutRecordsRequestEntry> refused = new ArrayList<>();
    for (int i = 0; i < put.size(); i++) {
      if (response.records().get(i).errorCode() != null) {
        refused.add(put.get(i));
      }
    }
    return refused;
  }
}
