package dev.tailspan.functions.query;

import dev.tailspan.fuzz.LongFuzz;

/** The same for long; skipped unless asked for. */
class QueryLongFuzzTest extends LongFuzz {
  QueryLongFuzzTest() {
    super(new QueryTargets());
  }
}
