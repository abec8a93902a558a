package dev.tailspan.stores.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Emulators;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ObjectsTest {
  private final String bucket = Emulators.uniqueName("objects");
  private final UsageMeter meter = new UsageMeter();
  private final BrokenS3 broken = new BrokenS3();
  private S3Objects objects;

  @BeforeEach
  void open() {
    objects = new S3Objects(S3Objects.client(Emulators.s3(), broken), bucket, meter);
    objects.createBucketIfMissing();
    objects.createBucketIfMissing();
  }

  @AfterEach
  void close() {
    objects.close();
  }

  @Test
  void objectsComeBackWithTheirMetadata() {
    objects.put("a/b c!23+ü", bytes("content"), Map.of("reason", "because"));

    S3Objects.StoredObject read = objects.getObject("a/b c!23+ü").orElseThrow();

    assertThat(read.bytes()).isEqualTo(bytes("content"));
    assertThat(read.metadata()).containsEntry("reason", "because");
    assertThat(objects.get("a/other")).isEmpty();
  }

  @Test
  void rangesAreRead() {
    objects.put("ranged", bytes("0123456789"));

    assertThat(objects.get("ranged", 2, 3)).hasValue(bytes("234"));
    assertThat(objects.get("ranged", 8, 100)).hasValue(bytes("89"));
    assertThat(objects.get("missing", 8, 100)).isEmpty();
  }

  @Test
  void whatIsThereIsNotOverwrittenByPutIfAbsent() {
    assertThat(objects.putIfAbsent("once", bytes("first"))).isTrue();
    assertThat(objects.putIfAbsent("once", bytes("second"))).isFalse();

    assertThat(objects.get("once")).hasValue(bytes("first"));
  }

  @Test
  void aConflictOfTwoWritersIsTriedAgain() {
    objects.put("once", bytes("first"));
    broken.answerNext(409, 409);

    assertThat(objects.putIfAbsent("once", bytes("second"))).isFalse();
    assertThat(broken.attempts()).filteredOn(a -> a.startsWith("PUT")).hasSizeGreaterThan(3);
  }

  @Test
  void aConflictThatDoesNotEndIsAnError() {
    broken.answerNext(409, 409, 409, 409, 409, 409, 409, 409);

    assertThatThrownBy(() -> objects.putIfAbsent("once", bytes("first")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("once");
  }

  @Test
  void aShortOutageIsSatOut() {
    broken.answerNext(503, 500, 503);
    objects.put("k", bytes("content"));

    broken.answerNext(503, 503);
    assertThat(objects.get("k")).hasValue(bytes("content"));
  }

  @Test
  void anOutageThatLastsIsAnErrorThatNamesKeyAndBucket() {
    broken.answerNext(503, 503, 503, 503, 503, 503, 503, 503);

    assertThatThrownBy(() -> objects.put("some/key", bytes("content")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("some/key")
        .hasMessageContaining(bucket);
    assertThat(broken.attempts()).filteredOn(a -> a.contains("some/key")).hasSize(6);
  }

  @Test
  void aRefusalIsNotTriedAgainAndIsNotCalledMissing() {
    objects.put("k", bytes("content"));
    broken.answerNext(403);

    assertThatThrownBy(() -> objects.get("k")).isInstanceOf(StorageException.class);
    assertThat(broken.attempts())
        .filteredOn(a -> a.startsWith("GET") && a.contains("/k"))
        .hasSize(1);
  }

  @Test
  void aBucketThatIsNotThereIsAnErrorNotAMissingObject() {
    S3Objects nowhere = S3Objects.connect(Emulators.s3(), Emulators.uniqueName("none"), meter);

    assertThatThrownBy(() -> nowhere.get("k")).isInstanceOf(StorageException.class);
  }

  @Test
  void nobodyListeningIsAnErrorThatNamesTheBucket() {
    AwsConnection dead = AwsConnection.toEmulators(null, URI.create("http://127.0.0.1:1"), null);

    assertThatThrownBy(() -> S3Objects.connect(dead, "gone", meter).get("k"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void listsInTheOrderOfKeysOverPages() {
    List<String> keys =
        IntStream.range(0, 12).mapToObj(i -> String.format("list/%02d", i)).toList();
    keys.forEach(key -> objects.put(key, bytes(key)));
    objects.put("other", bytes("x"));

    assertThat(objects.list("list/", 100)).isEqualTo(keys);
    assertThat(objects.list("list/", 5)).isEqualTo(keys.subList(0, 5));
    assertThat(objects.list("list/", 0)).isEmpty();
  }

  @Test
  void countsRequestsAndBytes() {
    objects.put("k", bytes("12345"));
    objects.get("k");
    objects.get("k", 1, 2);
    objects.get("missing");
    objects.list("", 10);

    assertThat(meter.drain()).isEqualTo(new Usage(0, 0, 2, 3, 5, 7));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
