package dev.tailspan.stores.dynamodb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of objects that are never used for different content. */
final class ContentNames {
  private static final int HASH_BYTES = 16;

  private ContentNames() {}

  /** The text followed by the content's hash. */
  static String of(String prefix, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return prefix + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
