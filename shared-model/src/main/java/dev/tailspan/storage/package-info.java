/**
 * The ports: what Tailspan asks of the world, as interfaces and the values they speak in. Every
 * method that writes is idempotent. "Not found" is an empty answer, a failure is an exception. No
 * AWS type, no encoding of any one store. Implementations: {@code storage.memory} here, {@code
 * dev.tailspan.stores} for AWS; both pass the contract kit in {@code dev.tailspan.storage.contract}
 * (test-jar).
 */
@NullMarked
package dev.tailspan.storage;

import org.jspecify.annotations.NullMarked;
