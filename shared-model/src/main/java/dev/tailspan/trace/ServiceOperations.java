package dev.tailspan.trace;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.model.SpanKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one service, found by the bytes of a span's name: a text is made once per name,
 * not once per span.
 */
final class ServiceOperations {
  /** Names remembered at a time; more than an ordinary service has, with room for long ones. */
  private static final int MAX_REMEMBERED = 4 * ServiceStats.MAX_OPERATIONS_PER_SERVICE;

  /** An operation; names are cut as in {@link TraceSummary}. */
  record Operation(String name, SpanKind kind) implements Comparable<Operation> {
    long rank() {
      return StableHash.of(name, kind.number());
    }

    @Override
    public int compareTo(Operation o) {
      int order = name.compareTo(o.name);
      return order != 0 ? order : kind.compareTo(o.kind);
    }
  }

  private record Remembered(byte[] name, SpanKind kind, CallStats stats) {}

  private final String service;
  private final CappedStats<Operation, CallStats> operations;
  private @Nullable Remembered[] remembered = new Remembered[32];
  private int count;
  private @Nullable ServiceOperations replacement;

  /**
   * @param cap 0 for the place where all services past the cap go
   */
  ServiceOperations(String service, int cap) {
    this.service = service;
    this.operations =
        new CappedStats<>(
            cap, Operation::rank, new CallStats(), key -> new CallStats(), CallStats::replace);
  }

  String service() {
    return service;
  }

  CappedStats<Operation, CallStats> operations() {
    return operations;
  }

  /** Takes over all operations of another service as one, and what is still added to it. */
  void replace(ServiceOperations evicted) {
    operations.other().replace(evicted.operations.other());
    evicted.operations.sorted().values().forEach(operations.other()::replace);
    evicted.replacement = this;
  }

  void merge(ServiceOperations theirs) {
    operations.other().merge(theirs.operations.other());
    theirs.operations.sorted().forEach((key, stats) -> operations.get(key).merge(stats));
  }

  CallStats of(StagedSpan span) {
    if (replacement != null) {
      return replacement.of(span);
    }
    SpanKind kind = span.kind();
    long hash = span.nameHash();
    int mask = remembered.length - 1;
    int slot = (int) (hash >>> 20) + kind.ordinal() & mask;
    for (Remembered there; (there = remembered[slot]) != null; slot = slot + 1 & mask) {
      if (there.kind == kind && span.isNamed(there.name)) {
        return there.stats;
      }
    }
    String name = span.name();
    CallStats stats = of(name, kind);
    remember(new Remembered(name.getBytes(StandardCharsets.UTF_8), kind, stats), slot, hash);
    return stats;
  }

  CallStats of(String name, SpanKind kind) {
    return operations.get(new Operation(TraceSummary.cut(name), kind));
  }

  /** Forgets all when there are too many; then they are simply found again by their texts. */
  private void remember(Remembered name, int freeSlot, long hash) {
    if (count >= MAX_REMEMBERED) {
      Arrays.fill(remembered, null);
      count = 0;
      freeSlot = (int) (hash >>> 20) + name.kind.ordinal() & remembered.length - 1;
    }
    remembered[freeSlot] = name;
    count++;
    if (count * 2 > remembered.length) {
      grow();
    }
  }

  private void grow() {
    // The hash is not kept: forgetting costs each name one more look by its text, and is rare.
    remembered = new Remembered[remembered.length * 2];
    count = 0;
  }
}
