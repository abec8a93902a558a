package dev.tailspan.ingest;

import dev.tailspan.redact.Redaction;
import dev.tailspan.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Says what is to be taken out of spans before they are staged. */
@FunctionalInterface
public interface RedactionSource {
  /** Nothing is. */
  RedactionSource NONE = nowEpochSecond -> null;

  /**
   * What holds now; null for nothing.
   *
   * @throws StorageException when that cannot be known: then nothing may be staged
   */
  @Nullable Redaction at(long nowEpochSecond);
}
