package dev.tailspan.stores.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchiveStoreContract;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ArchiveTest extends ArchiveStoreContract {
  private static S3Proxy proxy;
  private static S3Client s3;
  private static int buckets;

  private final UsageMeter meter = new UsageMeter();
  private String bucket;

  @BeforeAll
  static void startS3(@TempDir Path folder) {
    proxy = S3Proxy.start(0, null, folder.resolve("s3proxy.log"));
    s3 =
        S3Client.builder()
            .endpointOverride(proxy.endpoint())
            .region(Region.EU_CENTRAL_1)
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
  }

  @AfterAll
  static void stopS3() {
    s3.close();
    proxy.close();
  }

  @Override
  protected ArchiveStore freshStore() {
    bucket = "archive-" + buckets++;
    s3.createBucket(request -> request.bucket(bucket));
    return S3ObjectFiles.archiveIn(s3, bucket, meter);
  }

  @Override
  protected Collection<String> storedFiles() {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void requestsAndBytesAreMetered() {
    TraceId id = new TraceId(1, 1);
    Place place = write(store, List.of(ArchivedSpans.everyday(id, 10))).get(id).get(0);
    assertThat(meter.drain()).isEqualTo(new Usage(0, 0, 1, 0, place.fileBytes(), 0));

    store.read(id, place);
    assertThat(meter.drain())
        .isEqualTo(new Usage(0, 0, 0, 1, 0, place.fileBytes() - place.rowGroupOffset()));
  }

  @Test
  void anObjectThatIsShorterThanTheIndexSaysIsNamed() {
    TraceId id = new TraceId(1, 1);
    Place place = write(store, List.of(ArchivedSpans.everyday(id, 10))).get(id).get(0);
    s3.putObject(
        request -> request.bucket(bucket).key(place.file()), RequestBody.fromBytes(new byte[100]));

    assertThatThrownBy(() -> store.read(id, place))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(place.file(), "not whole");
  }
}
