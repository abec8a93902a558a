package dev.tailspan.publisher.export;

import java.util.List;
import java.util.Optional;

/** Puts records on a stream, once; nothing is tried again in here. */
interface StreamWriter extends AutoCloseable {
  /**
   * One call.
   *
   * @return for each record why it was not taken, empty for those that were
   * @throws RuntimeException when none was taken, or nobody knows
   */
  List<Optional<String>> put(List<SpanRecord> records);

  @Override
  void close();
}
