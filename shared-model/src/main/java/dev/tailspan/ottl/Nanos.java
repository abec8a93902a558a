package dev.tailspan.ottl;

/** A time.Duration: nanoseconds. */
record Nanos(long value) {}
