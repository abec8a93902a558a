package dev.tailspan.storage;

import java.util.Optional;

/** The policy file in force and every version a decision may still refer to, as bytes. */
public interface PolicyStore {
  /**
   * A file as somebody put it there.
   *
   * @param atMillis when, by the store's clock, epoch milliseconds
   */
  record Upload(byte[] file, long atMillis) {}

  /** The file as it lies there now; empty when there is none. */
  Optional<Upload> current();

  /** A version that was kept. */
  Optional<byte[]> version(String version);

  /** Keeps the bytes under their version; the same again changes nothing. */
  void keep(String version, byte[] file);
}
