package dev.tailspan.local.mapping;

import java.util.concurrent.atomic.LongAdder;

/** Behind {@link Counts}, shared by the pollers. */
final class Counters {
  final LongAdder batches = new LongAdder();
  final LongAdder records = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder givenUp = new LongAdder();

  Counts read() {
    return new Counts(batches.sum(), records.sum(), failures.sum(), retries.sum(), givenUp.sum());
  }
}
