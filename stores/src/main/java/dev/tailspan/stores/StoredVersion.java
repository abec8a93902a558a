package dev.tailspan.stores;

import dev.tailspan.storage.StorageException;

/**
 * The version of the form in which something is stored. A reader takes those it knows and refuses a
 * newer one with the same sentence everywhere: to guess at it could lose spans, to fail loses none,
 * as whatever is not read or acknowledged is worked on again.
 */
public final class StoredVersion {
  /** What carries no version was stored before there was one, in the form that is version 1. */
  public static final int FIRST = 1;

  private StoredVersion() {}

  /**
   * Refuses a version that is not known.
   *
   * @param what it is, to be named
   * @throws StorageException when it is newer than the newest that is known, or none
   */
  public static void require(String what, long found, int newest) {
    if (found > newest) {
      throw new StorageException(
          what
              + " is stored in version "
              + found
              + ", this Tailspan reads up to version "
              + newest
              + ": a newer one wrote it, deploy that again");
    }
    if (found < FIRST) {
      throw new StorageException(what + " is damaged: there is no version " + found);
    }
  }
}
