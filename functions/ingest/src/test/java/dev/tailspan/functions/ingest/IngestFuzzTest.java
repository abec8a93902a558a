package dev.tailspan.functions.ingest;

import dev.tailspan.fuzz.FuzzRegression;

/** Events that Lambda would not send. */
class IngestFuzzTest extends FuzzRegression {
  IngestFuzzTest() {
    super(new IngestTargets());
  }
}
