package dev.tailspan.functions.query;

import dev.tailspan.fuzz.FuzzRegression;

/** Requests nobody would send. */
class QueryFuzzTest extends FuzzRegression {
  QueryFuzzTest() {
    super(new QueryTargets());
  }
}
