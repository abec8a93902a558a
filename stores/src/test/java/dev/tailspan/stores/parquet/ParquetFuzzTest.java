package dev.tailspan.stores.parquet;

import dev.tailspan.fuzz.FuzzRegression;

/** Archived files that were damaged. */
class ParquetFuzzTest extends FuzzRegression {
  ParquetFuzzTest() {
    super(new ParquetTargets());
  }
}
