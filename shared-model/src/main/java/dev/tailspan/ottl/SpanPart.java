package dev.tailspan.ottl;

/**
 * The status of a span, or its events or links as a whole: opaque but for its size.
 *
 * @param size how many there are; -1 where it is no list
 */
record SpanPart(Kind kind, int size) {
  enum Kind {
    STATUS,
    EVENTS,
    LINKS
  }

  boolean isList() {
    return size >= 0;
  }
}
