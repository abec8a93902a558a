package dev.tailspan.publisher.export;

import java.util.Locale;

/** Why a span was not published. */
public enum Loss {
  /** The queue was full: the stream takes less than the service makes. */
  QUEUE_FULL,
  /** It has more than a record holds. */
  SPAN_TOO_LARGE,
  /** The stream did not take it within the maximum age. */
  EXPIRED,
  /** The exporter was shut down before it was taken. */
  SHUT_DOWN;

  /** As the attribute {@code error.type} of the metrics. */
  String errorType() {
    return name().toLowerCase(Locale.ROOT);
  }
}
