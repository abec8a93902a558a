package dev.tailspan.stores.parquet;

import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UsageMeter;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of an S3 bucket. A PUT is not made conditional: the same key has the same bytes, and a
 * conflict of two finalizers would only be another error to handle.
 */
public final class S3ObjectFiles implements ObjectFiles {
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Client s3;
  private final String bucket;

  private S3ObjectFiles(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** The archive in a bucket, under the prefix {@code traces/}. */
  public static ArchiveStore archiveIn(S3Client s3, String bucket, UsageMeter meter) {
    return new ParquetArchiveStore(new S3ObjectFiles(s3, bucket), meter, ArchiveLayout.DEFAULT);
  }

  @Override
  public void put(String key, Path file) {
    try {
      s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw new StorageException("archived file " + key + " could not be written", e);
    }
  }

  @Override
  public byte[] get(String key, long from, int length) {
    String range = "bytes=" + from + "-" + (from + length - 1);
    byte[] bytes;
    try {
      bytes =
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).range(range))
              .asByteArrayUnsafe();
    } catch (NoSuchKeyException e) {
      throw new StorageException("archived file " + key + " is not there", e);
    } catch (S3Exception e) {
      String what =
          e.statusCode() == RANGE_NOT_SATISFIABLE ? " is not whole" : " could not be read";
      throw new StorageException("archived file " + key + what, e);
    } catch (SdkException e) {
      throw new StorageException("archived file " + key + " could not be read", e);
    }
    if (bytes.length != length) {
      throw new StorageException(
          "archived file "
              + key
              + " is not whole: of "
              + length
              + " bytes at "
              + from
              + " it has "
              + bytes.length);
    }
    return bytes;
  }
}
