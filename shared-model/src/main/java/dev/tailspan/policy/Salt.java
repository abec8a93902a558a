package dev.tailspan.policy;

import dev.tailspan.model.TraceId;
import java.nio.charset.StandardCharsets;

/**
 * The salt of a probabilistic policy. Hash: FNV-1a, 64 bits, over the salt's UTF-8 bytes followed
 * by the 16 bytes of the trace id.
 *
 * @param state of the hash after the salt's bytes
 */
record Salt(String text, long state) implements Axis {
  static final String DEFAULT = "default-hash-seed";

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** An empty salt is the default one. */
  static Salt of(String text) {
    String salt = text.isEmpty() ? DEFAULT : text;
    long state = OFFSET_BASIS;
    for (byte b : salt.getBytes(StandardCharsets.UTF_8)) {
      state = (state ^ (b & 0xff)) * PRIME;
    }
    return new Salt(salt, state);
  }

  /** Unsigned. */
  long hash(TraceId id) {
    return add(add(state, id.high()), id.low());
  }

  private static long add(long state, long bytes) {
    long hash = state;
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      hash = (hash ^ (bytes >>> shift & 0xff)) * PRIME;
    }
    return hash;
  }
}
