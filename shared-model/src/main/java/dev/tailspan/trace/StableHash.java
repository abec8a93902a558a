package dev.tailspan.trace;

/** Hashes that are the same in every JVM, for keys and ranks; they defend against nobody. */
public final class StableHash {
  private StableHash() {}

  /** FNV-1a over the characters, then mixed. */
  public static long of(String text, long seed) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }

  /** Of two, in this order. */
  public static long mix(long a, long b) {
    long hash = (a * 0x9e3779b97f4a7c15L) ^ b;
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
