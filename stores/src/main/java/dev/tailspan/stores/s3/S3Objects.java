package dev.tailspan.stores.s3;

import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.client.SdkClients;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of one bucket as bytes. Every call is metered; an error that outlasts the client's
 * retries is a {@link StorageException} that names bucket and key. Safe for several threads.
 */
public final class S3Objects implements AutoCloseable {
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int CONFLICT_ATTEMPTS = 8;
  private static final int LIST_PAGE = 1000;
  private static final String WRITE_MARK = "write";

  private final S3Client client;
  private final String bucket;
  private final UsageMeter meter;

  /**
   * An object.
   *
   * @param metadata of the user (ASCII; names in lower case)
   * @param modifiedMillis when it was written, by S3's clock: epoch milliseconds, whole seconds
   */
  public record StoredObject(byte[] bytes, Map<String, String> metadata, long modifiedMillis) {
    public StoredObject {
      metadata = Map.copyOf(metadata);
    }
  }

  S3Objects(S3Client client, String bucket, UsageMeter meter) {
    this.client = client;
    this.bucket = bucket;
    this.meter = meter;
  }

  /** The objects of a bucket. */
  public static S3Objects connect(AwsConnection connection, String bucket, UsageMeter meter) {
    return over(client(connection), bucket, meter);
  }

  /** The objects of a bucket, over a client of the caller's. */
  public static S3Objects over(S3Client client, String bucket, UsageMeter meter) {
    return new S3Objects(client, bucket, meter);
  }

  static S3Client client(AwsConnection connection, ExecutionInterceptor... interceptors) {
    // Emulators have no host name a bucket, so with an address of their own the bucket is in the
    // path.
    return SdkClients.configure(
            S3Client.builder()
                .forcePathStyle(connection.s3() != null)
                // Asking first ("Expect: 100-continue") is a round trip more for each small object.
                .serviceConfiguration(c -> c.expectContinueEnabled(false)),
            connection,
            connection.s3(),
            SdkClients.Bounds.OBJECTS,
            interceptors)
        .build();
  }

  /** Makes the bucket if it is not there; for emulators. */
  public void createBucketIfMissing() {
    call(
        "making bucket " + bucket,
        () -> {
          boolean missing =
              client.listBuckets().buckets().stream().noneMatch(b -> b.name().equals(bucket));
          return missing ? client.createBucket(r -> r.bucket(bucket)) : bucket;
        });
  }

  /** Writes an object, replacing what was there. */
  public void put(String key, byte[] bytes) {
    put(key, bytes, Map.of());
  }

  /**
   * Writes an object with metadata, replacing what was there.
   *
   * @param metadata printable ASCII, 2 KB at most in all
   */
  public void put(String key, byte[] bytes, Map<String, String> metadata) {
    PutObjectRequest request =
        PutObjectRequest.builder().bucket(bucket).key(key).metadata(metadata).build();
    send(request, bytes);
  }

  /**
   * Writes an object unless the key is taken. The object carries a mark of this call: a write whose
   * answer was lost is sent again by the client, and then finds the key taken by itself.
   *
   * @return whether it was written
   */
  public boolean putIfAbsent(String key, byte[] bytes) {
    String mark = UUID.randomUUID().toString();
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .ifNoneMatch("*")
            .metadata(Map.of(WRITE_MARK, mark))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        send(request, bytes);
        return true;
      } catch (StorageException e) {
        if (!(e.getCause() instanceof S3Exception refusal)) {
          throw e;
        }
        if (refusal.statusCode() == PRECONDITION_FAILED) {
          return (attempt > 1 || refusal.numAttempts() > 1) && hasMark(key, mark);
        }
        // Another writer is at it this moment: soon the answer will be 412, or it has failed.
        if (refusal.statusCode() != CONFLICT || attempt == CONFLICT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private boolean hasMark(String key, String mark) {
    meter.add(new Usage(0, 0, 0, 1, 0, 0));
    try {
      var head = call("looking at " + key, () -> client.headObject(r -> r.bucket(bucket).key(key)));
      return mark.equals(head.metadata().get(WRITE_MARK));
    } catch (StorageException e) {
      if (e.getCause() instanceof NoSuchKeyException) {
        return false;
      }
      throw e;
    }
  }

  private void send(PutObjectRequest request, byte[] bytes) {
    meter.add(new Usage(0, 0, 1, 0, bytes.length, 0));
    call("writing " + request.key(), () -> client.putObject(request, RequestBody.fromBytes(bytes)));
  }

  /** An object whole; empty when there is none. */
  public Optional<byte[]> get(String key) {
    return getObject(key).map(StoredObject::bytes);
  }

  /** An object with its metadata; empty when there is none. */
  public Optional<StoredObject> getObject(String key) {
    return read(GetObjectRequest.builder().bucket(bucket).key(key).build());
  }

  /**
   * Part of an object; empty when there is no object.
   *
   * @param offset of the first byte
   * @param length how many, at least 1; fewer come back when the object ends before
   */
  public Optional<byte[]> get(String key, long offset, long length) {
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    return read(GetObjectRequest.builder().bucket(bucket).key(key).range(range).build())
        .map(StoredObject::bytes);
  }

  private Optional<StoredObject> read(GetObjectRequest request) {
    try {
      ResponseBytes<GetObjectResponse> answer =
          call("reading " + request.key(), () -> client.getObjectAsBytes(request));
      byte[] bytes = answer.asByteArrayUnsafe();
      meter.add(new Usage(0, 0, 0, 1, 0, bytes.length));
      return Optional.of(
          new StoredObject(
              bytes,
              answer.response().metadata(),
              answer.response().lastModified().toEpochMilli()));
    } catch (StorageException e) {
      meter.add(new Usage(0, 0, 0, 1, 0, 0));
      if (e.getCause() instanceof NoSuchKeyException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The lowest keys with a prefix in the order of their UTF-8 bytes, at most {@code limit}. */
  public List<String> list(String prefix, int limit) {
    List<String> keys = new ArrayList<>();
    String last = "";
    while (keys.size() < limit) {
      String after = last;
      int page = Math.min(LIST_PAGE, limit - keys.size());
      meter.add(new Usage(0, 0, 1, 0, 0, 0));
      List<String> found = call("listing " + prefix, () -> listPage(prefix, after, page));
      keys.addAll(found);
      if (found.size() < page) {
        break;
      }
      last = found.get(found.size() - 1);
    }
    return keys;
  }

  private List<String> listPage(String prefix, String after, int page) {
    return client
        .listObjectsV2(
            r -> {
              r.bucket(bucket).prefix(prefix).maxKeys(page);
              if (!after.isEmpty()) {
                r.startAfter(after);
              }
            })
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  private <T> T call(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException | UncheckedIOException e) {
      throw new StorageException(
          what + " in S3 bucket " + bucket + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
