package dev.tailspan.stores.kinesis;

import dev.tailspan.stores.Backoff;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records on the stream, spread over its shards by random partition keys (traces are put
 * together later, wherever their spans came through). A record may get there twice, when an answer
 * is lost.
 */
public final class KinesisRecordSink {
  /** The most that a record may have, its partition key included. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  private static final int BATCH_RECORDS = 500;
  private static final int BATCH_BYTES = 5 << 20;
  private static final int KEY_DIGITS = 16;

  private final KinesisClient client;
  private final String stream;
  private final String keyPrefix;
  private final RandomGenerator random;
  private final Backoff backoff;

  /**
   * A record of which it is not certain that it is on the stream.
   *
   * @param index its place in the list that was put
   * @param reason Kinesis' error code or message
   */
  public record Failure(int index, String reason) {}

  private record Pending(int index, byte[] data) {}

  private record Attempt(List<Failure> failures, boolean retryable) {
    static final Attempt ALL_WELL = new Attempt(List.of(), true);
  }

  /**
   * @param keyPrefix of partition keys, ASCII; the rest of them is random
   */
  KinesisRecordSink(
      KinesisClient client,
      String stream,
      String keyPrefix,
      RandomGenerator random,
      Backoff backoff) {
    this.client = client;
    this.stream = stream;
    this.keyPrefix = keyPrefix;
    this.random = random;
    this.backoff = backoff;
  }

  /**
   * Puts all records; those that Kinesis refuses are tried again, and only those, until the
   * backoff's time is up.
   *
   * @return the records that failed for good, by index; empty when all are on the stream
   */
  public List<Failure> put(List<byte[]> records) {
    List<Failure> failed = new ArrayList<>();
    List<Pending> pending = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      byte[] data = records.get(i);
      // One record above the limit makes Kinesis refuse the call, and all other records with it.
      if (data.length + keyBytes() > MAX_RECORD_BYTES) {
        failed.add(new Failure(i, "the record has " + data.length + " bytes, Kinesis takes 1 MiB"));
      } else {
        pending.add(new Pending(i, data));
      }
    }
    Backoff.Attempts attempts = backoff.start();
    List<Failure> refused = List.of();
    while (!pending.isEmpty()) {
      refused = new ArrayList<>();
      for (List<Pending> batch : batches(pending)) {
        Attempt attempt = send(batch);
        (attempt.retryable() ? refused : failed).addAll(attempt.failures());
      }
      if (refused.isEmpty() || !attempts.pause()) {
        break;
      }
      pending = refused.stream().map(f -> new Pending(f.index(), records.get(f.index()))).toList();
    }
    failed.addAll(refused);
    failed.sort(Comparator.comparingInt(Failure::index));
    return List.copyOf(failed);
  }

  private List<List<Pending>> batches(List<Pending> pending) {
    List<List<Pending>> batches = new ArrayList<>();
    List<Pending> batch = new ArrayList<>();
    long bytes = 0;
    for (Pending record : pending) {
      int size = record.data().length + keyBytes();
      if (batch.size() == BATCH_RECORDS || (!batch.isEmpty() && bytes + size > BATCH_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(record);
      bytes += size;
    }
    batches.add(batch);
    return batches;
  }

  private Attempt send(List<Pending> batch) {
    List<PutRecordsRequestEntry> entries =
        batch.stream()
            .map(
                record ->
                    PutRecordsRequestEntry.builder()
                        // A new key each time: the shard that was full is probably not hit again.
                        .partitionKey(partitionKey())
                        .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                        .build())
            .toList();
    try {
      PutRecordsResponse answer = client.putRecords(r -> r.streamName(stream).records(entries));
      return refused(batch, answer.records());
    } catch (SdkException | UncheckedIOException e) {
      List<Failure> all = new ArrayList<>();
      batch.forEach(record -> all.add(new Failure(record.index(), String.valueOf(e.getMessage()))));
      return new Attempt(all, isWorthAnotherAttempt(e));
    }
  }

  private static Attempt refused(List<Pending> batch, List<PutRecordsResultEntry> results) {
    List<Failure> refused = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String error = results.get(i).errorCode();
      if (error != null) {
        refused.add(new Failure(batch.get(i).index(), error));
      }
    }
    return refused.isEmpty() ? Attempt.ALL_WELL : new Attempt(refused, true);
  }

  /** What Kinesis calls our fault will be our fault again. */
  private static boolean isWorthAnotherAttempt(RuntimeException e) {
    return !(e instanceof SdkServiceException service)
        || service.isThrottlingException()
        || service.statusCode() >= 500;
  }

  private String partitionKey() {
    String hex = Long.toHexString(random.nextLong());
    return keyPrefix + "0".repeat(KEY_DIGITS - hex.length()) + hex;
  }

  private int keyBytes() {
    return keyPrefix.length() + KEY_DIGITS;
  }
}
