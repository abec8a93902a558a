package dev.tailspan.storage.memory;

/**
 * Called around every operation of the in-memory stores, never while a store holds its lock. What
 * it throws reaches the caller: a {@link dev.tailspan.storage.StorageException} is a store that
 * failed, anything else the process that died at that moment.
 *
 * <p>Operations are named {@code port.method} ({@code staging.put} once for each block, {@code
 * index.put} once for each part, all others once a call).
 */
@FunctionalInterface
public interface Faults {
  /** No fault ever. */
  Faults NONE = operation -> {};

  /** The operation has had no effect yet. */
  void before(String operation);

  /** The operation has taken effect; thrown here, the caller does not learn of it. */
  default void after(String operation) {}
}
