package dev.tailspan.simulation.cloud;

import dev.tailspan.simulation.cloud.BucketObjects.StoredObject;
import dev.tailspan.simulation.cloud.Network.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 as its client sees it: strongly consistent, {@code If-None-Match}, ranges, listings. */
public final class ModelS3 implements S3Client {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final BucketObjects objects;
  private final Network network;
  private final LongSupplier nowMillis;

  public ModelS3(BucketObjects objects, Network network, LongSupplier nowMillis) {
    this.objects = objects;
    this.network = network;
    this.nowMillis = nowMillis;
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    byte[] bytes = bytes(body);
    AtomicInteger attempt = new AtomicInteger();
    return network.send(
        Service.S3,
        "PutObject",
        () -> {
          attempt.incrementAndGet();
          NavigableMap<String, StoredObject> bucket = objects.in(request.bucket());
          if ("*".equals(request.ifNoneMatch()) && bucket.containsKey(request.key())) {
            throw S3Exception.builder()
                .message("At least one of the pre-conditions you specified did not hold")
                .statusCode(412)
                .numAttempts(attempt.get())
                .build();
          }
          long seconds = nowMillis.getAsLong() / 1000;
          bucket.put(request.key(), new StoredObject(bytes, request.metadata(), seconds * 1000));
          return PutObjectResponse.builder().build();
        });
  }

  private static byte[] bytes(RequestBody body) {
    try (var in = body.contentStreamProvider().newStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    return network.send(
        Service.S3,
        "GetObject",
        () -> {
          StoredObject object = find(request.bucket(), request.key());
          byte[] part = part(object.bytes(), request.range());
          GetObjectResponse answer =
              GetObjectResponse.builder()
                  .metadata(object.metadata())
                  .contentLength((long) part.length)
                  .lastModified(Instant.ofEpochMilli(object.modifiedMillis()))
                  .build();
          try {
            return transformer.transform(
                answer, AbortableInputStream.create(new ByteArrayInputStream(part)));
          } catch (Exception e) {
            throw new IllegalStateException("nothing is read but memory", e);
          }
        });
  }

  private static byte[] part(byte[] whole, @Nullable String range) {
    if (range == null) {
      return whole;
    }
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not modelled: range " + range);
    }
    int from = Integer.parseInt(matcher.group(1));
    if (from >= whole.length) {
      throw S3Exception.builder()
          .message("The requested range is not satisfiable")
          .statusCode(416)
          .build();
    }
    int to = (int) Math.min(whole.length, Long.parseLong(matcher.group(2)) + 1);
    return Arrays.copyOfRange(whole, from, to);
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    return network.send(
        Service.S3,
        "HeadObject",
        () -> {
          StoredObject object = find(request.bucket(), request.key());
          return HeadObjectResponse.builder().metadata(object.metadata()).build();
        });
  }

  private StoredObject find(String bucket, String key) {
    StoredObject object = objects.in(bucket).get(key);
    if (object == null) {
      throw NoSuchKeyException.builder()
          .message("The specified key does not exist.")
          .statusCode(404)
          .build();
    }
    return object;
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    return network.send(
        Service.S3,
        "ListObjectsV2",
        () -> {
          String prefix = request.prefix() == null ? "" : request.prefix();
          int most = request.maxKeys() == null ? 1000 : request.maxKeys();
          // The token is the last key.
          String after =
              request.continuationToken() == null
                  ? request.startAfter()
                  : request.continuationToken();
          NavigableMap<String, StoredObject> all = objects.in(request.bucket());
          List<S3Object> found = new ArrayList<>();
          String last = "";
          for (String key : (after == null ? all : all.tailMap(after, false)).keySet()) {
            if (!key.startsWith(prefix)) {
              continue;
            }
            if (found.size() == most) {
              return ListObjectsV2Response.builder()
                  .contents(found)
                  .isTruncated(true)
                  .nextContinuationToken(last)
                  .build();
            }
            found.add(S3Object.builder().key(key).build());
            last = key;
          }
          return ListObjectsV2Response.builder().contents(found).isTruncated(false).build();
        });
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
