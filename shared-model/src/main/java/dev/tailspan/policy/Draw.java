package dev.tailspan.policy;

import dev.tailspan.model.TraceId;

/**
 * What stands in for chance: the hash of a trace id under a salt, uniform over all 64-bit values
 * for random ids. Given to the policies so that {@link KeepChance} can ask them about other ids.
 */
@FunctionalInterface
interface Draw {
  /** An unsigned 64-bit value. */
  long hash(Salt salt);

  static Draw of(TraceId id) {
    return salt -> salt.hash(id);
  }
}
