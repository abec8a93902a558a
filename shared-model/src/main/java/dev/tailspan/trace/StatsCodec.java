package dev.tailspan.trace;

/**
 * Statistics as they are stored: a compact form of its own, versioned and compressed ({@link
 * StatsWriter}). It stands beside {@link ServiceStats} so that a function that counts, but neither
 * stores nor loads what was counted, needs no protobuf in its zip.
 */
public final class StatsCodec {
  private StatsCodec() {}

  /** Equal counts give equal bytes. */
  public static byte[] encode(ServiceStats stats) {
    return new StatsWriter().write(stats.traces(), stats.byService(), stats.byEdge());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws CorruptStatsException when it is anything else
   */
  public static ServiceStats decode(byte[] encoded) {
    ServiceStats stats = new ServiceStats();
    stats.replaceTraces(new StatsReader(encoded).read(stats.byService(), stats.byEdge()));
    return stats;
  }
}
