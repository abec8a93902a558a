package dev.tailspan.stores.parquet;

import dev.tailspan.fuzz.LongFuzz;

/** The same for long; skipped unless asked for. */
class ParquetLongFuzzTest extends LongFuzz {
  ParquetLongFuzzTest() {
    super(new ParquetTargets());
  }
}
