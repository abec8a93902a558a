package dev.tailspan.simulation.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.simulation.cloud.Conformance.Step;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The requests that the stores send to S3, with random contents. */
final class S3Steps {
  static final String BUCKET = "conformance";
  static final List<String> ASCII_KEYS =
      List.of("a0", "a/b", "a/c", "a-b", "b/1", "b/10", "b/2", "d+e=f");
  static final List<String> KEYS = Stream.concat(ASCII_KEYS.stream(), Stream.of("c é")).toList();

  private final SplittableRandom random;
  private final List<String> keys;

  /**
   * Who is asked.
   *
   * @param prefix of keys, so that a sequence finds nothing of another one
   */
  record Side(S3Client client, String prefix) {}

  private S3Steps(SplittableRandom random, List<String> keys) {
    this.random = random;
    this.keys = keys;
  }

  static Step<Side> step(SplittableRandom random, List<String> keys) {
    return new S3Steps(random, keys).step();
  }

  private Step<Side> step() {
    int kind = random.nextInt(100);
    if (kind < 40) {
      return put();
    } else if (kind < 65) {
      return get();
    } else if (kind < 75) {
      return head();
    }
    return list();
  }

  private Step<Side> put() {
    String key = oneOf(keys);
    boolean ifAbsent = random.nextInt(2) == 0;
    String text = "x".repeat(random.nextInt(4) * random.nextInt(8)) + random.nextInt(10);
    String content = random.nextInt(10) == 0 ? "" : text;
    Map<String, String> metadata =
        random.nextInt(2) == 0 && !ifAbsent
            ? Map.of()
            : Map.of("write", "mark-" + random.nextInt());
    return new Step<>(
        "put " + key + " '" + content + "' " + metadata + (ifAbsent ? " if absent" : ""),
        side -> {
          PutObjectRequest.Builder request =
              PutObjectRequest.builder().bucket(BUCKET).key(side.prefix() + key).metadata(metadata);
          if (ifAbsent) {
            request.ifNoneMatch("*");
          }
          try {
            side.client().putObject(request.build(), RequestBody.fromString(content));
          } catch (S3Exception e) {
            if (e.numAttempts() == 1 || !metadata.equals(metadata(side, key))) {
              throw e;
            }
            // The client has sent it twice, as its connection was closed: it found itself.
          }
          return "done";
        });
  }

  private static Map<String, String> metadata(Side side, String key) {
    return side.client().headObject(r -> r.bucket(BUCKET).key(side.prefix() + key)).metadata();
  }

  private Step<Side> get() {
    String key = oneOf(keys);
    int from = random.nextInt(30);
    int length = random.nextInt(1, 30);
    boolean whole = random.nextInt(3) == 0;
    String range = "bytes=" + from + "-" + (from + length - 1);
    return new Step<>(
        "get " + key + (whole ? "" : " " + range),
        side -> {
          GetObjectRequest.Builder request =
              GetObjectRequest.builder().bucket(BUCKET).key(side.prefix() + key);
          if (!whole) {
            request.range(range);
          }
          ResponseBytes<GetObjectResponse> answer = side.client().getObjectAsBytes(request.build());
          return "'"
              + answer.asString(UTF_8)
              + "' of "
              + answer.response().contentLength()
              + " bytes "
              + new TreeMap<>(answer.response().metadata())
              + (answer.response().lastModified() == null ? " without a time" : "");
        });
  }

  private Step<Side> head() {
    String key = oneOf(keys);
    return new Step<>("head " + key, side -> new TreeMap<>(metadata(side, key)).toString());
  }

  private Step<Side> list() {
    String prefix = oneOf(List.of("", "a", "a/", "b/", "b/1", "none"));
    int most = random.nextInt(1, 6);
    boolean byToken = random.nextInt(2) == 0;
    return new Step<>(
        "list " + prefix + "* by " + most + (byToken ? " by token" : " after the last"),
        side -> {
          StringBuilder told = new StringBuilder();
          ListObjectsV2Request.Builder request =
              ListObjectsV2Request.builder()
                  .bucket(BUCKET)
                  .prefix(side.prefix() + prefix)
                  .maxKeys(most);
          while (true) {
            ListObjectsV2Response page = side.client().listObjectsV2(request.build());
            List<String> keys = page.contents().stream().map(S3Object::key).toList();
            told.append(keys).append(page.isTruncated() ? " and more, " : "");
            if (!page.isTruncated() || keys.isEmpty()) {
              return told.toString().replace(side.prefix(), "");
            }
            if (byToken) {
              request.continuationToken(page.nextContinuationToken());
            } else {
              request.startAfter(keys.get(keys.size() - 1));
            }
          }
        });
  }

  private <T> T oneOf(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }
}
