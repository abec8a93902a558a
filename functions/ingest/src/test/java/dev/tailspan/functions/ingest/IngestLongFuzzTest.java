package dev.tailspan.functions.ingest;

import dev.tailspan.fuzz.LongFuzz;

/** The same for long; skipped unless asked for. */
class IngestLongFuzzTest extends LongFuzz {
  IngestLongFuzzTest() {
    super(new IngestTargets());
  }
}
