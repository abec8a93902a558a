package dev.tailspan.stores.s3;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.SequenceNumbers;
import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.StoredVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A quarantined record is one object: the bytes as they lay on the stream, and all else in its
 * metadata, percent-encoded. Keys begin with the arrival time counted down, so that a plain listing
 * gives the newest first. Arrival, shard and sequence number belong to the record: a redelivery
 * writes the same object again.
 */
final class S3QuarantineStore implements QuarantineStore {
  /** Of the 2 KB for all metadata the rest is for the other fields. */
  private static final int DETAIL_LENGTH = 1400;

  private static final int FIELD_LENGTH = 200;
  private static final String VERSION_FIELD = "version";
  private static final int VERSION = 1;

  private final S3Objects objects;

  S3QuarantineStore(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public void put(QuarantinedRecord record) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION_FIELD, Integer.toString(VERSION));
    metadata.put("shard", AsciiText.encode(record.shardId(), FIELD_LENGTH));
    metadata.put("sequence", record.sequenceNumber());
    metadata.put("arrival", Long.toString(record.arrivalMillis()));
    metadata.put("reason", AsciiText.encode(record.reason(), FIELD_LENGTH));
    metadata.put("rejected", Integer.toString(record.rejectedSpans()));
    // S3 drops a field without a value.
    metadata.put("detail", "'" + AsciiText.encode(record.detail(), DETAIL_LENGTH));
    objects.put(key(record), record.data(), metadata);
  }

  private static String key(QuarantinedRecord record) {
    String number = SequenceNumbers.require(record.sequenceNumber());
    return S3Stores.QUARANTINE
        + String.format("%019d/", Long.MAX_VALUE - record.arrivalMillis())
        + ObjectKeys.segment(record.shardId())
        // Its length before the number makes the order of texts the order of numbers.
        + String.format("/%03d-", number.length())
        + number;
  }

  @Override
  public List<QuarantinedRecord> list(int limit) {
    return objects.list(S3Stores.QUARANTINE, limit).stream()
        .flatMap(key -> objects.getObject(key).map(object -> record(key, object)).stream())
        .toList();
  }

  private static QuarantinedRecord record(String key, S3Objects.StoredObject object) {
    Map<String, String> metadata = object.metadata();
    try {
      String version = metadata.getOrDefault(VERSION_FIELD, Integer.toString(StoredVersion.FIRST));
      StoredVersion.require(key, Integer.parseInt(version), VERSION);
      return new QuarantinedRecord(
          AsciiText.decode(field(metadata, "shard")),
          field(metadata, "sequence"),
          Long.parseLong(field(metadata, "arrival")),
          AsciiText.decode(field(metadata, "reason")),
          AsciiText.decode(field(metadata, "detail").substring(1)),
          Integer.parseInt(field(metadata, "rejected")),
          object.bytes());
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StorageException("the metadata of " + key + " is damaged: " + e.getMessage(), e);
    }
  }

  private static String field(Map<String, String> metadata, String name) {
    String value = metadata.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field " + name);
    }
    return value;
  }
}
